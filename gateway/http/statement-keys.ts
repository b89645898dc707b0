import type { FastifyInstance } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { STATEMENT_KEYS_PATH } from '../../platform/identity/statement-keys.ts';

/** Publishes the keys by which anybody verifies eligibility statements. */
export function publishStatementKeys(app: FastifyInstance, keys: JSONWebKeySet): void {
  const text = JSON.stringify(keys);
  app.get(STATEMENT_KEYS_PATH, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(text),
  );
}
