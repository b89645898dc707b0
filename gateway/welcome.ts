import type { Config } from '../platform/config.ts';
import { developmentIssuerIsOn } from './development-issuer.ts';
import { sandboxIsOn } from './start.ts';

const FIRST_QUERY =
  '{ viewer { partner { id name } offers(ask: { level: \\"GB:O\\" }, first: 3) { totalCount outcomes { outcome count } edges { node { id name } decision { outcome } } } } }';

/** What a person who started the gateway at `url` needs next. */
export function welcome(config: Config, url: string): string[] {
  const lines = [`The gateway listens on ${url}/graphql`];
  if (config.EXPLORER) lines.push(`Explorer:       ${url}/explorer`);
  if (sandboxIsOn(config)) lines.push(`Apollo Sandbox: ${url}/ (loads from the internet)`);
  if (!developmentIssuerIsOn(config)) return lines;
  const token = tokenCommand(config);
  return [
    ...lines,
    `A token:        ${token}`,
    'A first query:',
    `  curl -s ${url}/graphql -H 'Content-Type: application/json' -H "Authorization: Bearer $(${token})" -d '{"query":"${FIRST_QUERY}"}'`,
  ];
}

/** The command finds the keys of this gateway only in the same data directory, for the same audience. */
function tokenCommand(config: Config): string {
  const settings = [
    ...(config.DATA_DIR === 'data' ? [] : [`DATA_DIR='${config.DATA_DIR}'`]),
    ...(config.TOKEN_AUDIENCE === 'partner-cloud-catalogue'
      ? []
      : [`TOKEN_AUDIENCE='${config.TOKEN_AUDIENCE}'`]),
  ];
  return [...settings, 'npm run -s token -- GB'].join(' ');
}
