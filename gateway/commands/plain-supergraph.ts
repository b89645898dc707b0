import { readEnv, toConfig } from '../../platform/config.ts';
import { withoutRules } from '../authorization/without-rules.ts';
import { readSupergraph } from '../supergraph/supergraph.ts';
import { runCommand } from '../../platform/command.ts';

/**
 * Prints the supergraph without its rules of access, for routers that take none: subgraphs hold each request to
 * them all the same.
 */
await runCommand('npm run -s plain-supergraph', async () =>
  withoutRules(readSupergraph(toConfig(readEnv()).SUPERGRAPH_FILE)),
);
