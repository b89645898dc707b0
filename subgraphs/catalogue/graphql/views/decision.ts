import type {
  Decision as DecisionFact,
  Evidence,
  Way as WayFact,
  WayDecision as WayFacts,
} from '../../eligibility/decision.ts';
import type { CatalogueLoaders } from '../../loaders.ts';
import { lazily } from '../lazily.ts';
import type { Decision, Unlock, Way, WayDecision } from '../types/decision.ts';
import { unlockType } from '../types/decision.ts';
import { environmentView, providerView, regionView } from './environment.ts';

/** A decision as the schema shows it, with all the ways for `Decision.otherWays`. */
export type DecisionView = Decision & { readonly others: () => readonly WayDecision[] };

/**
 * The decision on `offering` as the schema shows it.
 * @param state signs it, where that is asked for.
 */
export function decisionView(
  decision: DecisionFact,
  offering: string,
  loaders: CatalogueLoaders,
  state: () => Promise<string | null>,
): DecisionView {
  const { decidedFor, dataVersion } = decision;
  const show = (it: WayFacts) => wayDecisionView(it, offering, decidedFor, loaders);
  return {
    ...show(decision),
    decidedFor,
    dataVersion,
    statement: lazily(state),
    others: () => decision.otherWays.map(show),
  };
}

function wayDecisionView(
  { outcome, way, findings, unlocks }: WayFacts,
  offering: string,
  day: string,
  loaders: CatalogueLoaders,
): WayDecision {
  return {
    outcome,
    way: wayView(way, offering, day, loaders),
    findings: findings.map((it) => ({
      gate: it.gate,
      status: it.status,
      code: it.code,
      message: it.message,
      evidence: lazily(() => evidenceViews(it.evidence, loaders)),
    })),
    unlocks: unlocks.map(
      ({ kind, message, responsible, subject }) =>
        ({ __typename: unlockType(kind), message, responsible, subject }) as Unlock,
    ),
  };
}

/** The id tells contracts what to price: the offering, the contract and the day. */
function wayView(way: WayFact, offering: string, day: string, loaders: CatalogueLoaders): Way {
  const named = [offering, way.contract, day, way.level, way.authorisation, way.regions];
  return {
    id: Buffer.from(JSON.stringify(named)).toString('base64url'),
    level: { id: way.level },
    authorisation: way.authorisation === null ? null : { id: way.authorisation },
    contract: way.contract === null ? null : { id: way.contract },
    regions: lazily(async () => {
      const records = await Promise.all(way.regions.map((id) => loaders.region.load(id)));
      return records.filter((it) => it !== null).map((it) => regionView(it, loaders));
    }),
    deviceModel: way.deviceModel === null ? null : { id: way.deviceModel },
  };
}

async function evidenceViews(evidence: readonly Evidence[], loaders: CatalogueLoaders): Promise<object[]> {
  const views = await Promise.all(evidence.map((it) => evidenceView(it, loaders)));
  return views.flatMap((view, index) =>
    view ? [{ ...view, __typename: (evidence[index] as Evidence).type }] : [],
  );
}

/** What this subgraph owns is shown as it is; of the others' records it knows the id. */
async function evidenceView({ type, id }: Evidence, loaders: CatalogueLoaders): Promise<object | null> {
  switch (type) {
    case 'Environment': {
      const record = await loaders.environment.load(id);
      return record && environmentView(record);
    }
    case 'Provider': {
      const record = await loaders.provider.load(id);
      return record && providerView(record);
    }
    case 'Region': {
      const record = await loaders.region.load(id);
      return record && regionView(record, loaders);
    }
    default:
      return { id };
  }
}
