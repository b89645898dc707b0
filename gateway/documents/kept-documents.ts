import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode } from 'graphql';

/** As many as the engine keeps compiled. */
const DOCUMENTS = 1_000;
/** All texts together, and one, in characters. A document takes some hundred times its text. */
const TEXTS = 1024 * 1024;
const TEXT = 64 * 1024;

/**
 * Keeps the documents that were parsed and validated, those asked for last. Apollo Server's own way is to
 * count the characters of each as JSON, at some cost, and to keep so many that whoever sends a new document
 * each time takes hundreds of megabytes.
 */
export function keptDocuments(): KeyValueCache<DocumentNode> {
  return new InMemoryLRUCache<DocumentNode>({
    max: DOCUMENTS,
    maxSize: TEXTS,
    maxEntrySize: TEXT,
    // Of what has no text, nothing is known.
    sizeCalculation: ({ loc }) => loc?.source.body.length || TEXT,
  });
}
