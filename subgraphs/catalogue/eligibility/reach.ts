import type { Context, LevelContext } from './context.ts';
import type { Evidence } from './decision.ts';
import type { AuthorisationFact, LevelId } from './facts.ts';
import { reaches } from './levels.ts';
import {
  routesFrom,
  routesThroughOrganisations,
  type Caveat,
  type Route,
  type RouteCaveat,
} from './routes.ts';
import { standing } from './standing.ts';

export type ReachPass = 'HELD_DIRECTLY' | 'HELD_BY_EQUIVALENCE';
export type ReachCaveat =
  | RouteCaveat
  | 'FOREIGN_AUTHORITY'
  | 'ORGANISATION_AUTHORITY'
  | 'HIGHER_LEVEL_POSSIBLE'
  | 'AUTHORISATION_LEVELS_UNVERIFIED'
  | 'SCHEME_UNCERTAIN'
  | 'MEMBERSHIP_UNCERTAIN';
export type ReachFailure =
  | 'UNKNOWN_LEVEL'
  | 'LEVEL_OF_ANOTHER'
  | 'NO_AUTHORISATION'
  | 'GRANTS_NO_LEVEL'
  | 'NOT_FOR_CLASSIFIED'
  | 'LEVEL_TOO_LOW'
  | 'NO_EQUIVALENCE';

/** Whether and how an authorisation holds the level asked. */
export interface Reach {
  /** The level at which the data would be held; the level asked where it would not be. */
  readonly level: LevelId;
  readonly status: 'PASS' | 'REVIEW' | 'FAIL';
  readonly pass: ReachPass | null;
  readonly caveats: readonly Caveat<ReachCaveat>[];
  readonly failure: ReachFailure | null;
  readonly evidence: readonly Evidence[];
}

/**
 * How the authorisation holds the level asked: one reach for each level at which it would hold it, or one
 * failure. Levels compare in one chain only; another scheme's level is reached by an equivalence in force,
 * in its direction. Where two readings fit, the higher one protects.
 */
export function reachesOf(
  context: Context,
  level: LevelContext,
  authorisation: AuthorisationFact | null,
): readonly Reach[] {
  return context.memo.once('reach', authorisation?.id ?? '', () => compute(context, level, authorisation));
}

function compute(
  context: Context,
  level: LevelContext,
  authorisation: AuthorisationFact | null,
): readonly Reach[] {
  const asked = context.ask.level;
  const scheme = level.index.schemeOf(asked);
  const fail = (failure: ReachFailure): readonly Reach[] => [
    { level: asked, status: 'FAIL', pass: null, caveats: [], failure, evidence: [] },
  ];
  if (!scheme) return fail('UNKNOWN_LEVEL');
  const belongs = level.memberships.belongs(context.asker.partner, scheme.holder);
  if (belongs === 'NO') return fail('LEVEL_OF_ANOTHER');
  if (!authorisation) return fail('NO_AUTHORISATION');
  if (authorisation.permitsUpTo.length === 0) return fail('GRANTS_NO_LEVEL');
  if (!authorisation.permitsClassified && level.index.classified(asked)) return fail('NOT_FOR_CLASSIFIED');

  const general = generalCaveats(context, authorisation);
  if (belongs === 'UNCERTAIN') {
    const { partner } = context.asker;
    const reason = `it is not certain that ${partner} belongs to ${scheme.holder} on ${context.ask.on}`;
    general.push({ code: 'MEMBERSHIP_UNCERTAIN', reason });
  }
  const found = new Map<LevelId, Reach>();
  let tooLow = false;
  for (const limit of authorisation.permitsUpTo) {
    const held = heldWithin(context, level, limit);
    if (held === 'TOO_LOW') tooLow = true;
    if (held === null || held === 'TOO_LOW') continue;
    if (!authorisation.permitsClassified && level.index.classified(held.to)) continue;
    const caveats = [...general, ...held.caveats, ...schemeCaveats(context, level, [asked, held.to])];
    const reach: Reach = {
      level: held.to,
      status: caveats.length === 0 ? 'PASS' : 'REVIEW',
      pass: held.to === asked ? 'HELD_DIRECTLY' : 'HELD_BY_EQUIVALENCE',
      caveats,
      failure: null,
      evidence: held.evidence,
    };
    const known = found.get(held.to);
    if (!known || (known.status === 'REVIEW' && reach.status === 'PASS')) found.set(held.to, reach);
  }
  if (found.size > 0) return [...found.values()];
  return fail(tooLow ? 'LEVEL_TOO_LOW' : 'NO_EQUIVALENCE');
}

interface Held extends Omit<Route, 'caveats'> {
  readonly caveats: readonly Caveat<ReachCaveat>[];
}

/** The level of the limit's chain at which the data would be held; null where no reading leads there. */
function heldWithin(context: Context, level: LevelContext, limit: LevelId): Held | 'TOO_LOW' | null {
  const { index } = level;
  const asked = context.ask.level;
  if (index.compare(asked, limit) !== null) {
    return reaches(index, limit, asked) ? { to: asked, evidence: [], caveats: [] } : 'TOO_LOW';
  }
  const inChain = (route: Route) => index.compare(route.to, limit) !== null;
  let routes = routesFrom(context, level, asked).filter(inChain);
  if (routes.length === 0) {
    routes = routesThroughOrganisations(context, level, asked).filter(inChain);
  }
  const highest = highestOf(level, routes);
  if (!highest) return null;
  const clean = highestOf(
    level,
    routes.filter((route) => route.caveats.length === 0),
  );
  if (reaches(index, limit, highest.to)) {
    // A verified reading at or below the level held already supports it.
    return clean ? { to: highest.to, evidence: clean.evidence, caveats: [] } : highest;
  }
  if (!clean || !reaches(index, limit, clean.to)) return 'TOO_LOW';
  const reason = `another reading of ${asked}, which is not certain, asks for ${highest.to}`;
  const evidence = [...clean.evidence, ...highest.evidence];
  return { to: clean.to, evidence, caveats: [{ code: 'HIGHER_LEVEL_POSSIBLE', reason }] };
}

/** The route to the highest level; among equals the one with the fewest caveats. */
function highestOf(level: LevelContext, routes: readonly Route[]): Route | null {
  let best: Route | null = null;
  for (const route of routes) {
    const order = best ? (level.index.compare(route.to, best.to) ?? 0) : 1;
    if (order > 0 || (order === 0 && best && route.caveats.length < best.caveats.length)) best = route;
  }
  return best;
}

function generalCaveats(context: Context, authorisation: AuthorisationFact): Caveat<ReachCaveat>[] {
  const caveats: Caveat<ReachCaveat>[] = [];
  const { jurisdiction, id } = authorisation;
  if (jurisdiction !== context.asker.partner) {
    const organisation = context.level?.memberships.organisations.includes(jurisdiction) ?? false;
    caveats.push({
      code: organisation ? 'ORGANISATION_AUTHORITY' : 'FOREIGN_AUTHORITY',
      reason: `${id} is granted by ${authorisation.authority} of ${jurisdiction}, not by an authority of ${context.asker.partner}`,
    });
  }
  if (authorisation.verification !== 'VERIFIED') {
    const reason = `the levels that ${id} permits were not verified`;
    caveats.push({ code: 'AUTHORISATION_LEVELS_UNVERIFIED', reason });
  }
  return caveats;
}

/** The order of a chain rests on its scheme, which must be verified and in force on the day. */
function schemeCaveats(
  context: Context,
  level: LevelContext,
  levels: readonly LevelId[],
): readonly Caveat<ReachCaveat>[] {
  const caveats: Caveat<ReachCaveat>[] = [];
  for (const id of new Set(levels.map((one) => level.index.schemeOf(one)?.id))) {
    const scheme = level.facts.schemes.find((one) => one.id === id);
    if (!scheme) continue;
    const inForce = standing(scheme, context.ask.on, level.facts.asOf) === 'IN';
    if (inForce && scheme.verification === 'VERIFIED') continue;
    const reason = inForce
      ? `the scheme ${scheme.id} was not verified`
      : `the scheme ${scheme.id} is not known to be in force on ${context.ask.on}`;
    caveats.push({ code: 'SCHEME_UNCERTAIN', reason });
  }
  return caveats;
}
