import { MIMEType } from 'node:util';
import { Lru } from '../../platform/lru.ts';

/** What answers can be. */
const ANSWERS = ['application/json', 'application/graphql-response+json'] as const;

const JSON_TYPE = new MIMEType(ANSWERS[0]);

/** Whether answers are taken, by Accept headers that came before: clients of one kind send the same. */
const taken = new Lru<boolean>(100);

/** The media type of a header's value; undefined where it is none. */
export function mediaTypeOf(value: string): MIMEType | undefined {
  // What nearly every request says need not be read each time.
  if (value === ANSWERS[0]) return JSON_TYPE;
  try {
    return new MIMEType(value);
  } catch {
    return undefined;
  }
}

/** Whether a media type is, or may be, in UTF-8. */
export function isUtf8({ params }: MIMEType): boolean {
  const charset = params.get('charset');
  return charset === null || /^utf-?8$/i.test(charset);
}

/** Whether a client that sends `accept` takes what answers can be; absent, it takes anything. */
export function takesAnswers(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*') return true;
  let takes = taken.get(accept);
  if (takes === undefined) {
    takes = rangesOf(accept).some((it) => ANSWERS.some((type) => covers(it, type)));
    taken.set(accept, takes);
  }
  return takes;
}

/** The media type of an answer that never reaches GraphQL: JSON, unless the client takes the other only. */
export function errorType(accept: string | undefined): string {
  const ranges = rangesOf(accept ?? '*/*');
  const taken = ANSWERS.find((type) => ranges.some((it) => covers(it, type)));
  return `${taken ?? ANSWERS[0]}; charset=utf-8`;
}

/**
 * Whether a client asks for `application/json` by name and knows no other answer. Such clients are older
 * than the statuses of GraphQL over HTTP: to them a status says whether HTTP worked.
 */
export function knowsPlainJsonOnly(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const [json, response] = ANSWERS.map((type) => rangesOf(accept).some((it) => it.essence === type));
  return json === true && response === false;
}

/** The ranges of media types that an Accept header names, those that it excludes (`q=0`) left out. */
function rangesOf(accept: string): MIMEType[] {
  return accept
    .split(',')
    .flatMap((it) => mediaTypeOf(it) ?? [])
    .filter((it) => Number(it.params.get('q') ?? 1) > 0 && isUtf8(it));
}

function covers({ essence, type }: MIMEType, answer: string): boolean {
  return essence === answer || essence === '*/*' || (essence.endsWith('/*') && answer.startsWith(`${type}/`));
}
