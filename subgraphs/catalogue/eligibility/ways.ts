import type { Context } from './context.ts';
import type { Finding, GateName } from './decision.ts';
import type { ContractFact, LevelId } from './facts.ts';
import type { ContractGate, Gate, HoldingGate, OfferingGate, RegionsGate } from './gate.ts';
import { holdingsOf, type Holding } from './holding.ts';
import { compareMissing, compareVerdicts, verdictOn, worse, type Verdict } from './outcome.ts';
import type { RegionFact, RequirementProfile } from './profile.ts';

/** A choice for one part of a way, with what the gates of that part found. */
export interface Option<T> {
  /** Sorts and tells options of equal worth apart. */
  readonly id: string;
  readonly choice: T;
  readonly findings: Findings;
  readonly verdict: Verdict;
}

/** What each gate of a part found. */
export type Findings = ReadonlyMap<GateName, readonly Finding[]>;

/**
 * The ways to have an offering, in factors: every holding × every contract × every group of regions.
 * Each gate looks at one part only, so a way's verdict is the worst of its parts' and the parts are judged
 * once each.
 */
export interface Ways {
  /** What holds for every way. */
  readonly common: Option<null>;
  readonly holdings: readonly (Option<Holding> & {
    /** Contracts, as judged for the level of this holding. */
    readonly contracts: readonly Option<ContractFact | null>[];
  })[];
  readonly regions: readonly Option<readonly RegionFact[]>[];
}

/** One choice for each part. */
export interface Combination {
  readonly holding: Option<Holding>;
  readonly contract: Option<ContractFact | null>;
  readonly regions: Option<readonly RegionFact[]>;
  readonly verdict: Verdict;
}

/** Of each part at most so many choices are combined into other ways; the best way is exact. */
const CHOICES = 6;

/** At most so many other ways are told. */
const OTHERS = 12;

/** Judges the parts of every way to have the offering. */
export function waysOf(context: Context, profile: RequirementProfile): Ways {
  const offering = context.gates.filter((gate): gate is OfferingGate => gate.part === 'OFFERING');
  const holding = context.gates.filter((gate): gate is HoldingGate => gate.part === 'HOLDING');
  const regional = context.gates.filter((gate): gate is RegionsGate => gate.part === 'REGIONS');
  const contractual = context.gates.filter((gate): gate is ContractGate => gate.part === 'CONTRACT');
  const contracts = (level: LevelId) =>
    context.memo.once(`contracts for ${level}`, profile.provider, () =>
      contractChoices(context, profile.provider)
        .map((contract) =>
          option(contract?.id ?? '', contract, contractual, (gate) =>
            gate.findings(context, profile.provider, contract, level),
          ),
        )
        .sort(byWorth),
    );
  return {
    common: option('', null, offering, (gate) => gate.findings(context, profile)),
    holdings: holdingsOf(context, profile)
      .map((choice) => ({
        ...option(`${choice.authorisation?.id ?? ''} ${choice.level}`, choice, holding, (gate) =>
          gate.findings(context, profile, choice),
        ),
        contracts: contracts(choice.level),
      }))
      .sort(byWorth),
    regions: regionGroups(context, profile)
      .map((group) =>
        option(group.map(({ id }) => id).join(' '), group, regional, (gate) =>
          gate.findings(context, profile, group),
        ),
      )
      .sort(byWorth),
  };
}

/**
 * The best way first, then the others in order: by outcome, then the fewest failures, then the fewest reviews, then ids. The best
 * is found exactly; of the others the best of those made of each part's best choices are told.
 */
export function combinations(ways: Ways): readonly [Combination, ...Combination[]] {
  const best = bestOf(ways);
  const others: Combination[] = [];
  for (const holding of ways.holdings.slice(0, CHOICES)) {
    for (const contract of holding.contracts.slice(0, CHOICES)) {
      for (const regions of ways.regions.slice(0, CHOICES)) {
        const same = holding === best.holding && contract === best.contract && regions === best.regions;
        if (!same) others.push(combine(ways, holding, contract, regions));
      }
    }
  }
  return [best, ...others.sort(byPreference).slice(0, OTHERS)];
}

/**
 * The best way. The outcome of a way is the worst of its parts', so the best outcome of each part gives the
 * best outcome of all; among the choices that are no worse than that, the fewest failures and then reviews win, part by part.
 */
function bestOf(ways: Ways): Combination {
  const regionRank = lowest(ways.regions);
  let best: Combination | null = null;
  for (const holding of ways.holdings) {
    const rank = Math.max(
      ways.common.verdict.rank,
      regionRank,
      holding.verdict.rank,
      lowest(holding.contracts),
    );
    const contract = nearest(holding.contracts, rank);
    const regions = nearest(ways.regions, rank);
    const candidate = combine(ways, holding, contract, regions);
    if (!best || byPreference(candidate, best) < 0) best = candidate;
  }
  return best as Combination;
}

function combine(
  ways: Ways,
  holding: Option<Holding>,
  contract: Option<ContractFact | null>,
  regions: Option<readonly RegionFact[]>,
): Combination {
  const parts = worse(worse(holding.verdict, contract.verdict), regions.verdict);
  return { holding, contract, regions, verdict: worse(ways.common.verdict, parts) };
}

function lowest(options: readonly Option<unknown>[]): number {
  return Math.min(...options.map(({ verdict }) => verdict.rank));
}

function nearest<T>(options: readonly Option<T>[], rank: number): Option<T> {
  const open = options.filter(({ verdict }) => verdict.rank <= rank);
  return open.reduce((best, one) => {
    const order = compareMissing(one.verdict, best.verdict) || compareText(one.id, best.id);
    return order < 0 ? one : best;
  });
}

function option<T, G extends Gate>(
  id: string,
  choice: T,
  gates: readonly G[],
  find: (gate: G) => readonly Finding[],
): Option<T> {
  const findings = new Map(gates.map((gate) => [gate.name, find(gate)]));
  return { id, choice, findings, verdict: verdictOn([...findings.values()].flat()) };
}

const byWorth = (a: Option<unknown>, b: Option<unknown>): number =>
  compareVerdicts(a.verdict, b.verdict) || compareText(a.id, b.id);

const byPreference = (a: Combination, b: Combination): number =>
  compareVerdicts(a.verdict, b.verdict) ||
  compareText(a.holding.id, b.holding.id) ||
  compareText(a.contract.id, b.contract.id) ||
  compareText(a.regions.id, b.regions.id);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where the ask names a contract, only it counts. Null stands for having none. */
function contractChoices(context: Context, provider: string): readonly (ContractFact | null)[] {
  if (!context.contracts) return [null];
  const { contract } = context.ask;
  if (contract !== null) return [context.contracts.byId.get(contract) ?? null];
  const candidates = context.contracts.candidates(provider);
  return candidates.length > 0 ? candidates : [null];
}

/**
 * Where the customer places the data, each country is a way of its own once countries are asked for.
 * Where the provider places it, it may rest in any of the regions.
 */
function regionGroups(context: Context, profile: RequirementProfile): readonly (readonly RegionFact[])[] {
  const regions = [...profile.regions].sort((a, b) => compareText(a.id, b.id));
  if (profile.delivery !== 'REGION' || profile.regionScope === 'CUSTOMER_PREMISES') return [[]];
  if (context.ask.residency === null || profile.regionScope !== 'SERVICE') return [regions];
  const groups = new Map<string, RegionFact[]>();
  for (const region of regions) {
    // An unverified country is judged apart from the same country verified.
    const key = `${region.country ?? ''} ${region.countryVerification === 'VERIFIED'}`;
    const group = groups.get(key);
    if (group) group.push(region);
    else groups.set(key, [region]);
  }
  return groups.size > 0 ? [...groups.values()] : [[]];
}
