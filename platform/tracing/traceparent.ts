/** A place in a distributed trace, by the W3C Trace Context recommendation. */
export interface TraceParent {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Of the span that is the parent of what follows; 16 hexadecimal digits. */
  readonly parentId: string;
  /** The flags as a number. */
  readonly flags: number;
}

/** Version, trace, parent, flags. Of versions to come the same four, and perhaps more after them. */
const TRACEPARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 0b1;

/** Reads the header `traceparent`; undefined where it is missing or not valid. */
export function parseTraceparent(header: unknown): TraceParent | undefined {
  const [, version, traceId, parentId, flags, more] = TRACEPARENT.exec(String(header)) ?? [];
  if (!traceId || !parentId || !flags || (version === '00' && more !== undefined)) return undefined;
  return { traceId, parentId, flags: Number.parseInt(flags, 16) };
}

/** Whether spans of the trace are recorded before us. */
export function isSampled({ flags }: TraceParent): boolean {
  return (flags & SAMPLED) !== 0;
}
