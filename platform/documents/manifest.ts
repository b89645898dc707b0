import { createHash } from 'node:crypto';
import { getOperationAST, parse } from 'graphql';
import { z } from 'zod';

/** A manifest that cannot be taken; its message is one line that says why. */
export class ManifestRejected extends Error {
  override name = 'ManifestRejected';
}

/** A name that a client may have. */
export const CLIENT_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

const operation = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().regex(/^[_A-Za-z]\w*$/),
  type: z.enum(['query', 'mutation', 'subscription']),
  body: z.string().min(1),
  clientName: z.string().regex(CLIENT_NAME).nullish(),
});
const manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(operation),
});

/** The operations of a client, in the format of Apollo's persisted query manifests. */
export type Manifest = z.output<typeof manifest>;

/** What names an operation in a manifest: the SHA-256 of its text, in hexadecimal. */
export function documentId(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/**
 * Reads the manifest of `client`.
 * @throws ManifestRejected where it has another format, an id is not the SHA-256 of its body, an id comes
 * twice, or an operation is of another client.
 */
export function readManifest(text: string, client: string): Manifest {
  const read = manifest.safeParse(jsonOf(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new ManifestRejected(`${issue?.path.join('.') || 'manifest'}: ${issue?.message}`);
  }
  const ids = new Set<string>();
  for (const [index, { id, body, clientName }] of read.data.operations.entries()) {
    const at = `operations.${index}`;
    if (id !== documentId(body)) throw new ManifestRejected(`${at}.id: expected the SHA-256 of its body`);
    if (ids.has(id)) throw new ManifestRejected(`${at}.id: expected every operation once`);
    if (clientName != null && clientName !== client) {
      throw new ManifestRejected(
        `${at}.clientName: expected ${client}, as the file is called, got ${clientName}`,
      );
    }
    ids.add(id);
  }
  return read.data;
}

/**
 * Makes the manifest of a client from documents with one operation each, as its text.
 * @throws ManifestRejected where a document has no operation with a name, or more than one operation.
 */
export function manifestText(client: string, documents: readonly string[]): string {
  const operations = documents.map((body): Manifest['operations'][number] => {
    const definition = getOperationAST(parse(body, { noLocation: true }));
    if (!definition?.name) throw new ManifestRejected(`expected one operation with a name in: ${body}`);
    return {
      id: documentId(body),
      name: definition.name.value,
      type: definition.operation,
      body,
      clientName: client,
    };
  });
  const made: Manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(made, null, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ManifestRejected('expected JSON');
  }
}
