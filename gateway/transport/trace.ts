import { randomFillSync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Span } from '../../platform/tracing/tracing.ts';
import { parseTraceparent } from '../../platform/tracing/traceparent.ts';

/** A request's place in a distributed trace, by the W3C Trace Context recommendation. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Two hexadecimal digits. */
  readonly flags: string;
  /** What tracing systems before us noted (`tracestate`), if anything. */
  readonly state: string | undefined;
}

/** The flags that have a meaning: sampled, and a trace id that was drawn at random. */
const KNOWN_FLAGS = 0b11;
/** One entry of `tracestate`: a key, of one system or of a tenant's, and its opaque value. */
const STATE_MEMBER =
  /^(?:[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const STATE_MEMBERS = 32;
/** How many characters of `tracestate` travel on; entries longer than `LONG_MEMBER` go first. */
const STATE_LENGTH = 512;
const LONG_MEMBER = 128;

/** The trace that a request's headers name, or a new one where they name none that is valid. */
export function traceOf({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext {
  const parent = parseTraceparent(traceparent);
  if (!parent) return newTrace();
  const flags = (parent.flags & KNOWN_FLAGS).toString(16).padStart(2, '0');
  const state = tracestate === undefined ? undefined : stateOf(String(tracestate));
  return { traceId: parent.traceId, flags, state };
}

/** The same trace, of which nothing is recorded from here on; or all that `span` is told of. */
export function recordedTrace({ traceId, state }: TraceContext, span: Span | undefined): TraceContext {
  return span ? { traceId: span.traceId, flags: '01', state } : { traceId, flags: '00', state };
}

/** The `traceparent` of one call that a request makes, with a span id of its own. */
export function callTraceparent({ traceId, flags }: TraceContext): string {
  return `00-${traceId}-${randomId(8)}-${flags}`;
}

function newTrace(): TraceContext {
  return { traceId: randomId(16), flags: '00', state: undefined };
}

/** A state of which one entry breaks the rules says nothing; one that is too long loses entries. */
function stateOf(header: string): string | undefined {
  const members = header
    .split(',')
    .map((it) => it.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((it) => it !== '');
  const keys = new Set(members.map((it) => it.slice(0, it.indexOf('='))));
  if (members.length > STATE_MEMBERS || keys.size < members.length) return undefined;
  if (!members.every((it) => STATE_MEMBER.test(it))) return undefined;
  const length = (): number => members.join(',').length;
  for (let index = members.length - 1; index >= 0 && length() > STATE_LENGTH; index -= 1) {
    if ((members[index] as string).length > LONG_MEMBER) members.splice(index, 1);
  }
  while (length() > STATE_LENGTH) members.pop();
  return members.join(',') || undefined;
}

/** Random bytes are drawn many at a time: each draw of its own would cost more than the call's headers. */
const drawn = Buffer.alloc(4096);
let used = drawn.length;

/** A random id of `bytes` bytes in hexadecimal, never all zeros, which would mean "none". */
function randomId(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const id = drawn.toString('hex', used, used + bytes);
  used += bytes;
  return /[^0]/.test(id) ? id : randomId(bytes);
}
