import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigError, readEnv, toConfig } from '../../platform/config.ts';
import { assertionSigner } from '../../platform/identity/assertion.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { ANONYMOUS } from '../../platform/identity/viewer.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { runCommand, UsageError } from '../../platform/command.ts';
import { secondsOf, VIEWER_OPTIONS, viewerOfArguments } from './command.ts';

const USAGE =
  'npm run -s assertion -- catalogue [--partner GB] [--tag US-DOD]… [--scope catalogue:operate]… [--expires 15m] [--subject NAME]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...VIEWER_OPTIONS, partner: { type: 'string' }, expires: { type: 'string', default: '15m' } },
  });
  const config = toConfig(readEnv());
  if (config.NODE_ENV === 'production') {
    throw new ConfigError(
      'NODE_ENV: expected development or test, since assertions for trials are off in production, got "production".',
    );
  }
  const names = [...loadSupergraph(config.SUPERGRAPH_FILE).addresses.keys()];
  const [subgraph] = positionals;
  if (subgraph === undefined || !names.includes(subgraph)) {
    throw new UsageError(
      `subgraph: expected one of ${names.join(', ')}, got ${JSON.stringify(subgraph) ?? 'nothing'}.`,
    );
  }
  const viewer = values.partner === undefined ? ANONYMOUS : viewerOfArguments(values.partner, values);
  const signer = assertionSigner(await developmentKeys(config.DATA_DIR).assertion());
  return signer.sign(viewer, subgraph, randomUUID(), {
    lifetimeSeconds: secondsOf(values.expires, 'expires'),
  });
});
