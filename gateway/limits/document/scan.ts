import type { PublicError } from '../../../platform/errors.ts';
import type { DocumentLimits } from '../limits.ts';
import { overLimit } from '../refusals.ts';

/** Kinds of characters, as they stand outside of texts and comments. */
const IGNORED = 0;
const WORD = 1;
const PUNCTUATOR = 2;
const OPENING = 3;
const CLOSING = 4;
const DOT = 5;
const QUOTE = 6;
const HASH = 7;

const KINDS = new Uint8Array(128);
for (const it of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789-+') set(it, WORD);
for (const it of '!$&:=@|') set(it, PUNCTUATOR);
for (const it of '{[(') set(it, OPENING);
for (const it of '}])') set(it, CLOSING);
set('.', DOT);
set('"', QUOTE);
set('#', HASH);

function set(character: string, kind: number): void {
  KINDS[character.charCodeAt(0)] = kind;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BACKSLASH = 92;
const NINE = 57;
const ZERO = 48;
const MINUS = 45;

/**
 * Looks at the text of a document before anything is parsed, in one pass that takes as long as the text and
 * no memory: how many tokens it has and how deep it nests. Of a document that is well formed it counts exactly
 * (section 2.1 of the GraphQL specification); of any other what it counts does not matter, since the parser
 * refuses it.
 * @returns the refusal; undefined where the text is within the limits.
 */
export function textRefusal(
  text: string,
  limits: Pick<DocumentLimits, 'tokens' | 'nesting'>,
): PublicError | undefined {
  // Each token and each brace takes a character, and what opens has to close.
  if (text.length <= limits.tokens && text.length <= 2 * limits.nesting) return undefined;
  let tokens = 0;
  let nesting = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : IGNORED;
    switch (kind) {
      case IGNORED:
        at++;
        continue;
      case HASH:
        at = endOfLine(text, at);
        continue;
      case WORD:
        at = endOfWord(text, at, code);
        break;
      case QUOTE:
        at = endOfText(text, at);
        break;
      case DOT:
        at += 3;
        break;
      case OPENING:
        if (++nesting > limits.nesting) return tooDeep(limits.nesting);
        at++;
        break;
      case CLOSING:
        nesting--;
        at++;
        break;
      default:
        at++;
    }
    if (++tokens > limits.tokens) return tooManyTokens(limits.tokens);
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) return at;
  }
  return text.length;
}

/** The end of a name or a number. A number may have a dot in it; a name before a spread has none. */
function endOfWord(text: string, from: number, first: number): number {
  const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
  let at = from + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : IGNORED;
    if (kind !== WORD && !(isNumber && kind === DOT)) break;
  }
  return at;
}

/** The end of a text, in one or in three quotes. */
function endOfText(text: string, from: number): number {
  if (text.startsWith('"""', from)) {
    for (let at = from + 3; ;) {
      const end = text.indexOf('"""', at);
      if (end === -1) return text.length;
      if (text.charCodeAt(end - 1) !== BACKSLASH) return end + 3;
      at = end + 3;
    }
  }
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (text[at] === '"') return at + 1;
    else if (code === LINE_FEED || code === CARRIAGE_RETURN) return at;
  }
  return text.length;
}

function tooManyTokens(limit: number): PublicError {
  return overLimit({
    what: 'The document has too many tokens',
    limit,
    advice: 'Ask for less, or in several requests.',
  });
}

function tooDeep(limit: number): PublicError {
  return overLimit({
    what: 'The document nests too deep in its braces, brackets and parentheses',
    limit,
    advice: 'Ask for less depth, or in several requests.',
  });
}
