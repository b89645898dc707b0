import { parseArgs } from 'node:util';
import { readEnv, toConfig } from '../../platform/config.ts';
import { developmentToken } from '../development-issuer.ts';
import { runCommand } from '../../platform/command.ts';
import { secondsOf, VIEWER_OPTIONS, viewerOfArguments } from './command.ts';

const USAGE =
  'npm run -s token -- GB [--tag US-DOD]… [--scope catalogue:operate]… [--role NAME]… [--clearance GB:S] [--citizenship GB]… [--compartment NAME]… [--expires 8h] [--subject NAME]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...VIEWER_OPTIONS, expires: { type: 'string', default: '8h' } },
  });
  return developmentToken(
    toConfig(readEnv()),
    viewerOfArguments(positionals[0], values),
    secondsOf(values.expires, 'expires'),
  );
});
