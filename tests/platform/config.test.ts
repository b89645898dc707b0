import { expect, it } from 'vitest';
import { ConfigError, toConfig, toGatewayConfig, VARIABLES } from '../../platform/config.ts';

it('takes an empty environment as development on this machine', () => {
  const config = toConfig({});
  expect(config).toMatchObject({
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    DATA_DIR: 'data',
    EXPLORER: true,
  });
});

it.each([
  ['PORT', 'abc', 'a whole number from 0 to 65535'],
  ['PORT', '70000', 'a whole number from 0 to 65535'],
  ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace or silent'],
  ['EXPLORER', 'yes', 'on or off'],
  ['CATALOGUE_URL', 'ftp://example', 'an http(s) address'],
  ['SUBGRAPH_TRANSPORT', 'pigeon', 'in-process or http'],
])(
  'refuses %s=%s in one line that names the variable, what was expected and what came',
  (name, value, expected) => {
    const refusal = () => toConfig({ [name]: value });
    expect(refusal).toThrow(ConfigError);
    expect(refusal).toThrow(`${name}: expected ${expected}, got ${JSON.stringify(value)}.`);
  },
);

it('reads a variable that is set but empty as absent', () => {
  expect(toConfig({ PORT: '', HOST: ' ' })).toMatchObject({ HOST: '127.0.0.1' });
});

it('asks a gateway in production for an identity provider and a way to vouch, and nobody else', () => {
  const production = { NODE_ENV: 'production' };
  const issuer = { ...production, TOKEN_ISSUER: 'https://id.example' };
  const http = { ...issuer, TOKEN_JWKS_FILE: 'keys.json', SUBGRAPH_TRANSPORT: 'http' };
  expect(() => toGatewayConfig(production)).toThrow(/^TOKEN_ISSUER: expected/);
  expect(() => toGatewayConfig(issuer)).toThrow(/^TOKEN_JWKS_URL: expected/);
  expect(() => toGatewayConfig(http)).toThrow(
    'ASSERTION_SECRET_FILE: expected it or ASSERTION_KEY_FILE in production over HTTP, got neither.',
  );
  expect(toGatewayConfig({ ...http, ASSERTION_KEY_FILE: 'key.json' }).NODE_ENV).toBe('production');
  for (const it of [production, { ...production, SUBGRAPH_TRANSPORT: 'http' }])
    expect(toConfig(it).NODE_ENV).toBe('production');
});

it('describes every variable for the documentation', () => {
  for (const [name, variable] of Object.entries(VARIABLES)) {
    expect(variable.description, name).toMatch(/\.$/);
    expect(variable.expected, name).not.toBe('');
  }
});
