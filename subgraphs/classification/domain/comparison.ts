import { compareLevels, schemeOf, type LevelComparison, type LevelId, type Scheme } from './levels.ts';

/** How two levels stand, and the answer as a sentence for a person. */
export interface ExplainedComparison {
  readonly order: LevelComparison;
  readonly explanation: string;
}

/** Compares `a` with `b` and says why; `scheme` is the scheme of `a`. */
export function explainComparison(
  scheme: Pick<Scheme, 'id' | 'chains'>,
  a: LevelId,
  b: LevelId,
): ExplainedComparison {
  const order = compareLevels(scheme, a, b);
  return { order, explanation: sentence(order, a, b) };
}

function sentence(order: LevelComparison, a: LevelId, b: LevelId): string {
  switch (order) {
    case 'EQUAL':
      return `${a} and ${b} are the same level.`;
    case 'LOWER':
      return `${a} is below ${b}.`;
    case 'HIGHER':
      return `${a} is above ${b}.`;
    case 'NOT_COMPARABLE':
      return schemeOf(a) === schemeOf(b)
        ? `${a} and ${b} stand on different chains of ${schemeOf(a)}, which have no order between them.`
        : `Levels of ${schemeOf(a)} and ${schemeOf(b)} have no order between them; ask for the equivalents of ${a}.`;
  }
}
