import type { LevelId, SchemeFact } from './facts.ts';

/** The schemes' levels, looked up by id. Order is defined inside one chain of one scheme and nowhere else. */
export interface LevelIndex {
  /** The scheme of the level; null for a level that no scheme holds. */
  schemeOf(level: LevelId): SchemeFact | null;
  /** Whether the level is a security classification. An unknown level is taken for one. */
  classified(level: LevelId): boolean;
  /** Negative where `a` is below `b`, 0 where equal, positive above; null where they do not compare. */
  compare(a: LevelId, b: LevelId): number | null;
}

interface Place {
  readonly scheme: SchemeFact;
  readonly classified: boolean;
  /** For each chain that the level stands in: the chain and the position in it. */
  readonly chains: Map<readonly LevelId[], number>;
}

/** Indexes schemes by level. Names and ranks are never compared: SECRETO is Spain's top secret. */
export function indexLevels(schemes: readonly SchemeFact[]): LevelIndex {
  const places = new Map<LevelId, Place>();
  for (const scheme of schemes) {
    for (const level of scheme.levels) {
      places.set(level.id, { scheme, classified: level.securityClassification, chains: new Map() });
    }
    for (const chain of scheme.chains) {
      chain.forEach((level, position) => places.get(level)?.chains.set(chain, position));
    }
  }
  return {
    schemeOf: (level) => places.get(level)?.scheme ?? null,
    classified: (level) => places.get(level)?.classified ?? true,
    compare(a, b) {
      if (a === b) return 0;
      const [left, right] = [places.get(a), places.get(b)];
      if (!left || !right) return null;
      for (const [chain, position] of left.chains) {
        const other = right.chains.get(chain);
        if (other !== undefined) return position - other;
      }
      return null;
    },
  };
}

/** Whether `limit` reaches `level`: both stand in one chain, and `level` is not above `limit`. */
export function reaches(index: LevelIndex, limit: LevelId, level: LevelId): boolean {
  const order = index.compare(level, limit);
  return order !== null && order <= 0;
}

/**
 * Whether `level` is covered by a list of levels: it is listed, or it lies between two listed levels of
 * one chain. Null where that cannot be told because the order of levels could not be read.
 */
export function covers(index: LevelIndex | null, listed: readonly LevelId[], level: LevelId): boolean | null {
  if (listed.includes(level)) return true;
  if (!index) return null;
  return listed.some(
    (low) => reaches(index, level, low) && listed.some((high) => reaches(index, high, level)),
  );
}
