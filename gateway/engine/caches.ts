import { note } from '../audit/audited-request.ts';
import type { GatewayContext } from '../context.ts';
import type { DataVersions } from '../transport/transport.ts';
import { AnswerCache } from './compiled/cache/answer-cache.ts';
import { EntityCache, type CacheCounts } from './compiled/cache/entity-cache.ts';
import type { Caches } from './compiled/compiled-engine.ts';
import type { EngineParts } from './engine.ts';

/** The caches of an engine, and what they follow. */
export interface GatewayCaches extends Caches<GatewayContext> {
  readonly versions: DataVersions;
  counts(): ReadonlyMap<string, CacheCounts>;
}

/** The caches that are configured; undefined where none is. They hang on one supergraph and one transport. */
export function cachesOf({ caches, transport }: EngineParts): GatewayCaches | undefined {
  const { entityBytes = 0, answerBytes = 0 } = caches ?? {};
  if (entityBytes === 0 && answerBytes === 0) return undefined;
  const entities = entityBytes > 0 ? new EntityCache(entityBytes) : undefined;
  const answers = answerBytes > 0 ? new AnswerCache(answerBytes) : undefined;
  const versions = transport.dataVersions();
  return {
    entities,
    answers,
    versions,
    // All that subgraphs can tell requests apart by is part of it.
    viewing: ({ viewer, forwarded, audited }) => ({
      viewer: JSON.stringify([viewer, forwarded]),
      now: Date.now(),
      versions,
      note: (subgraph, notes) => note(audited, subgraph, notes),
    }),
    counts: () =>
      new Map(
        Object.entries({ entities: entities?.counts, answers: answers?.counts }).flatMap(([name, counts]) =>
          counts ? [[name, counts] as const] : [],
        ),
      ),
  };
}
