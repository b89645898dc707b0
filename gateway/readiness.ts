import type { Recorder } from './audit/recorder.ts';
import type { TrustedIssuer } from './identity/issuers.ts';
import type { FollowedRevocations } from './identity/revocations.ts';
import type { Serving } from './supergraph/serving.ts';

/** What a gateway needs to serve. */
export interface ReadinessParts {
  readonly serving: Pick<Serving, 'current'>;
  /** Absent where nothing is recorded. */
  readonly audit?: Pick<Recorder, 'isRefusing'> | undefined;
  readonly issuers: readonly TrustedIssuer[];
  /** Absent where no list is followed. */
  readonly revocations?: FollowedRevocations | undefined;
  /** Whether the gateway was told to end. */
  readonly isDraining: () => boolean;
}

/** What a gateway says of itself. */
export interface Readiness {
  readonly status: 'ready' | 'unready' | 'draining';
  /** The subgraphs that do not answer now, or whose stores do not. */
  readonly unready: readonly string[];
  /** Whether the keys of identity providers are known: of all, of some, or of none, so that no token is taken. */
  readonly keys: 'all' | 'some' | 'none';
  /** Whether it is known what was revoked; while it is not, no token is taken. */
  readonly revocations: 'known' | 'unknown' | 'off';
  /** Whether what is answered can be recorded; while it has to be and cannot, nothing is answered. */
  readonly audit: 'recording' | 'failing' | 'off';
  /** The SHA-256 of the supergraph that is served. */
  readonly supergraph: string;
}

/** How long keys that have to be read are waited for, in milliseconds. */
const KEYS_MILLISECONDS = 2_000;

/**
 * Tells whether the gateway can serve. With some subgraphs away, or some identity providers, it still answers in
 * part, so it is ready until all of them are. Those who ask at the same time are told the same.
 */
export function readiness(parts: ReadinessParts): () => Promise<Readiness> {
  let asking: Promise<Readiness> | undefined;
  return () => (asking ??= look(parts).finally(() => (asking = undefined)));
}

async function look({
  serving,
  issuers,
  revocations,
  audit,
  isDraining,
}: ReadinessParts): Promise<Readiness> {
  const { transport, supergraph } = serving.current;
  const [unready, known] = await Promise.all([
    transport.unready(),
    Promise.all(issuers.map(({ keys }) => (keys.isUsable ? withinTime(keys.isUsable()) : true))),
  ]);
  const keys = known.every(Boolean) ? 'all' : known.some(Boolean) ? 'some' : 'none';
  const revoked = !revocations ? 'off' : revocations.isKnown ? 'known' : 'unknown';
  const recorded = !audit ? 'off' : audit.isRefusing ? 'failing' : 'recording';
  const answersInPart = unready.length < transport.subgraphs.length && keys !== 'none';
  const serves = answersInPart && revoked !== 'unknown' && recorded !== 'failing';
  const status = isDraining() ? 'draining' : serves ? 'ready' : 'unready';
  return { status, unready, keys, revocations: revoked, audit: recorded, supergraph: supergraph.id };
}

/** False where the answer takes too long. */
function withinTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), KEYS_MILLISECONDS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
