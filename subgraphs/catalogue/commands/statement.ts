import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { runCommand, UsageError } from '../../../platform/command.ts';
import { NotAttested } from '../../../platform/identity/attestation.ts';
import { verifiedStatement } from '../statements/verify.ts';

const USAGE = 'npm run -s statement -- verify FILE --jwks KEYS.json';

/** Exit code of a statement that does not hold. */
const BAD = 2;

/** Verifies an eligibility statement without any connection: its signature, and its decision from the facts in it. */
await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jwks: { type: 'string' } },
  });
  const [command, file, ...more] = positionals;
  if (command !== 'verify') throw new UsageError(`expected verify, got ${command ?? 'nothing'}.`);
  if (file === undefined || more.length > 0) throw new UsageError('expected one file with a statement.');
  if (values.jwks === undefined) {
    throw new UsageError(
      '--jwks: expected a file with the published keys (/.well-known/eligibility-statement-jwks.json of the gateway).',
    );
  }
  const keys = createLocalJWKSet(keysIn(values.jwks));
  try {
    const { iat, offering, asker, ask, decision } = await verifiedStatement(textOf(file).trim(), keys);
    return [
      `The signature is good: made at ${new Date(iat * 1000).toISOString()}.`,
      `The same is decided from the facts in it, of version ${decision.dataVersion}.`,
      `${offering} for ${asker.partner} at ${ask.level} on ${decision.decidedFor}: ${decision.outcome}`,
      ...decision.findings.map(
        ({ gate, status, code, message }) => `  ${gate} ${status} ${code}: ${message}`,
      ),
    ].join('\n');
  } catch (error) {
    if (!(error instanceof NotAttested)) throw error;
    process.exitCode = BAD;
    return `${file}: BAD: ${error.message}.`;
  }
});

function keysIn(file: string): JSONWebKeySet {
  const text = textOf(file);
  try {
    const jwks = JSON.parse(text) as JSONWebKeySet;
    if (Array.isArray(jwks.keys)) return jwks;
  } catch {
    // Said below.
  }
  throw new UsageError(`--jwks: expected a file with a JWKS, got ${file}.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: expected a file that can be read.`);
  }
}
