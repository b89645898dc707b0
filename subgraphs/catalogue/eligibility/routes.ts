import type { Context, LevelContext } from './context.ts';
import type { Evidence } from './decision.ts';
import type { EquivalenceFact, LevelId } from './facts.ts';
import { holdsOn, type Holds } from './standing.ts';

/** Why a way of reading levels needs somebody's confirmation. */
export interface Caveat<Code extends string = string> {
  readonly code: Code;
  /** A sentence without its full stop. */
  readonly reason: string;
}

export type RouteCaveat =
  | 'EQUIVALENCE_UNVERIFIED'
  | 'EQUIVALENCE_DATE_UNCERTAIN'
  | 'EQUIVALENCE_SCOPED'
  | 'EQUIVALENCE_CASE_BY_CASE'
  | 'THROUGH_ORGANISATION';

/** One reading of a level as a level of another scheme. */
export interface Route {
  readonly to: LevelId;
  readonly evidence: readonly Evidence[];
  /** Empty where the reading is in force, verified and without a stated limit. */
  readonly caveats: readonly Caveat<RouteCaveat>[];
}

/** The levels as which `from` may be read on the day asked, by one equivalence in its direction. */
export function routesFrom(context: Context, level: LevelContext, from: LevelId): readonly Route[] {
  return context.memo.once('routes', from, () => {
    const routes: Route[] = [];
    for (const row of level.equivalences.get(from) ?? []) {
      const to = readingOf(row, from);
      if (to === null) continue;
      const holds = holdsOn(row, context.ask.on, level.facts.asOf);
      if (holds === 'NO') continue;
      routes.push({
        to,
        evidence: [{ type: 'Equivalence', id: row.id }],
        caveats: caveatsOf(row, from, to, holds, context.ask.on),
      });
    }
    return routes;
  });
}

/**
 * Readings through an organisation to which the holders of both levels belong on that day: `from` as a
 * level of the organisation, and that as a level of another member. An organisation's table covers the
 * organisation's own interest, so such a reading always needs confirmation. There is no other transitivity.
 */
export function routesThroughOrganisations(
  context: Context,
  level: LevelContext,
  from: LevelId,
): readonly Route[] {
  const { belongs } = level.memberships;
  const holderOf = (id: LevelId) => level.index.schemeOf(id)?.holder ?? null;
  const ours = holderOf(from);
  if (ours === null) return [];
  const routes: Route[] = [];
  for (const first of routesFrom(context, level, from)) {
    const hub = holderOf(first.to);
    if (hub === null || hub === ours || belongs(ours, hub) === 'NO') continue;
    for (const second of routesFrom(context, level, first.to)) {
      const theirs = holderOf(second.to);
      if (theirs === null || theirs === hub || belongs(theirs, hub) === 'NO') continue;
      const reason = `the reading goes through ${first.to} of ${hub}, whose table covers its own interest only`;
      routes.push({
        to: second.to,
        evidence: [...first.evidence, ...second.evidence],
        caveats: [{ code: 'THROUGH_ORGANISATION', reason }, ...first.caveats, ...second.caveats],
      });
    }
  }
  return routes;
}

/** The level as which `from` is read by the row; null where the row does not say that in this direction. */
function readingOf(row: EquivalenceFact, from: LevelId): LevelId | null {
  switch (row.relation) {
    case 'EQUIVALENT':
    case 'ALIGNED':
      if (row.fromLevel === from) return row.toLevel;
      return row.direction === 'MUTUAL' && row.toLevel === from ? row.fromLevel : null;
    // The recipient protects the originator's level at its own; that never makes its own the originator's.
    case 'HANDLED_AS':
    case 'CASE_BY_CASE':
      return row.fromLevel === from ? row.toLevel : null;
    default:
      return null;
  }
}

function caveatsOf(
  row: EquivalenceFact,
  from: LevelId,
  to: LevelId,
  holds: Holds,
  day: string,
): readonly Caveat<RouteCaveat>[] {
  const caveats: Caveat<RouteCaveat>[] = [];
  const subject = `the correspondence of ${from} with ${to}`;
  if (row.relation === 'CASE_BY_CASE') {
    caveats.push({ code: 'EQUIVALENCE_CASE_BY_CASE', reason: `${subject} is decided case by case` });
  }
  if (row.scope !== null) {
    caveats.push({ code: 'EQUIVALENCE_SCOPED', reason: `${subject} is limited to: ${row.scope}` });
  }
  if (row.verification !== 'VERIFIED') {
    caveats.push({ code: 'EQUIVALENCE_UNVERIFIED', reason: `${subject} was not verified` });
  } else if (holds === 'UNCERTAIN') {
    caveats.push({
      code: 'EQUIVALENCE_DATE_UNCERTAIN',
      reason: `it is not published whether ${subject} was in force on ${day}`,
    });
  }
  return caveats;
}
