import { parse, type DocumentNode } from 'graphql';
import type { PublicError } from '../../../platform/errors.ts';
import type { DocumentLimits } from '../limits.ts';
import { overLimit } from '../refusals.ts';
import { measureDocument, type DocumentMeasure, type OperationMeasure } from './measure.ts';
import { textRefusal } from './scan.ts';

const LESS = 'Ask for less, or in several requests.';
const FEWER_ALIASES = 'Ask for lists by one field, or in several requests.';

/** What is counted of each operation, what is said when it is too much, and what to do then. */
const OF_OPERATIONS: readonly (readonly [
  count: keyof OperationMeasure & keyof DocumentLimits,
  what: string,
  advice: string,
])[] = [
  ['depth', 'The operation nests its fields too deep', 'Ask for less depth, or in several requests.'],
  ['rootFields', 'The operation asks for too many fields of its root', LESS],
  ['selections', 'The operation asks for too many fields, those of its fragments included', LESS],
  ['aliases', 'The operation has too many aliases', FEWER_ALIASES],
  ['directives', 'The operation uses too many directives', 'Leave out what is not needed.'],
];

/**
 * Holds a document to the limits: its text first, before anything of it is parsed, then its tree. What cannot
 * be parsed is let through, for whoever parses it to say why.
 * @returns the refusal; undefined where the document is within the limits.
 */
export function documentRefusal(text: string, limits: DocumentLimits): PublicError | undefined {
  const refusal = textRefusal(text, limits);
  if (refusal) return refusal;
  const document = parsed(text, limits.tokens);
  return document && measureRefusal(measureDocument(document), limits);
}

function parsed(text: string, maxTokens: number): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true, maxTokens });
  } catch {
    return undefined;
  }
}

function measureRefusal(measure: DocumentMeasure, limits: DocumentLimits): PublicError | undefined {
  const { definitions, longestList, operations } = measure;
  if (definitions > limits.definitions) {
    return overLimit({
      what: 'The document defines too many operations and fragments',
      limit: limits.definitions,
      came: definitions,
      advice: 'Send the operation that is meant, with the fragments that it spreads.',
    });
  }
  if (longestList > limits.list) {
    return overLimit({
      what: 'A list in the document is too long',
      limit: limits.list,
      came: longestList,
      advice: 'Send it in parts.',
    });
  }
  for (const operation of operations) {
    for (const [count, what, advice] of OF_OPERATIONS) {
      const came = operation[count];
      if (came > limits[count]) return overLimit({ what, limit: limits[count], came, advice });
    }
  }
  return undefined;
}
