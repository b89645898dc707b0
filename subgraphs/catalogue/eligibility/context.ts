import type { Ask, Asker } from './ask.ts';
import type {
  AuthorisationFact,
  ClearanceFact,
  ContractFact,
  DeviceModelFact,
  EquivalenceFact,
  Facts,
  LevelFacts,
  LevelId,
} from './facts.ts';
import type { Gate } from './gate.ts';
import { indexLevels, type LevelIndex } from './levels.ts';
import { membershipsOn, type Memberships } from './memberships.ts';

/** The level facts as the gates look them up, read for the day asked. */
export interface LevelContext {
  readonly facts: LevelFacts;
  readonly index: LevelIndex;
  readonly memberships: Memberships;
  readonly authorisations: ReadonlyMap<string, AuthorisationFact>;
  readonly clearances: ReadonlyMap<string, ClearanceFact>;
  /** Equivalences by each level that stands in them, on either side. */
  readonly equivalences: ReadonlyMap<LevelId, readonly EquivalenceFact[]>;
}

/**
 * What is the same for every profile of one question, indexed once: a question decides some hundred
 * profiles against it.
 */
export interface Context {
  readonly facts: Facts;
  readonly ask: Ask;
  readonly asker: Asker;
  readonly dataVersion: string;
  readonly gates: readonly Gate[];
  /** Null where the level facts could not be read; the same holds for `contracts` and `devices`. */
  readonly level: LevelContext | null;
  readonly contracts: ContractIndex | null;
  readonly devices: ReadonlyMap<string, DeviceModelFact> | null;
  /** Results that depend on the question and on one key only, such as an authorisation. */
  readonly memo: Memo;
}

export interface ContractIndex {
  readonly byId: ReadonlyMap<string, ContractFact>;
  /** Contracts that convey purchase and name the provider, or that do not publish whom they name. */
  candidates(provider: string): readonly ContractFact[];
}

/** A pure function's results, kept for one question. */
export interface Memo {
  once<T>(scope: string, key: string, make: () => T): T;
}

/** Indexes the facts for one question. */
export function contextOf(
  facts: Facts,
  ask: Ask,
  asker: Asker,
  dataVersion: string,
  gates: readonly Gate[],
): Context {
  const memo = newMemo();
  return {
    facts,
    ask,
    asker,
    dataVersion,
    gates,
    level: facts.level && levelContext(facts.level, ask),
    contracts: facts.contract && contractIndex(facts.contract.contracts, memo),
    devices: facts.device && byId(facts.device.models),
    memo,
  };
}

function levelContext(facts: LevelFacts, ask: Ask): LevelContext {
  const equivalences = new Map<LevelId, EquivalenceFact[]>();
  for (const row of facts.equivalences) {
    for (const level of new Set([row.fromLevel, row.toLevel])) {
      if (level === null) continue;
      const rows = equivalences.get(level);
      if (rows) rows.push(row);
      else equivalences.set(level, [row]);
    }
  }
  return {
    facts,
    index: indexLevels(facts.schemes),
    memberships: membershipsOn(facts.memberships, ask.on, facts.asOf),
    authorisations: byId(facts.authorisations),
    clearances: byId(facts.clearances),
    equivalences,
  };
}

function contractIndex(contracts: readonly ContractFact[], memo: Memo): ContractIndex {
  return {
    byId: byId(contracts),
    candidates: (provider) =>
      memo.once('candidates', provider, () =>
        contracts.filter(
          (contract) =>
            contract.conveysPurchase &&
            (!contract.suppliersPublished ||
              contract.suppliers.some((supplier) => supplier.provider === provider)),
        ),
      ),
  };
}

function byId<T extends { readonly id: string }>(facts: readonly T[]): ReadonlyMap<string, T> {
  return new Map(facts.map((fact) => [fact.id, fact]));
}

function newMemo(): Memo {
  const scopes = new Map<string, Map<string, unknown>>();
  return {
    once<T>(scope: string, key: string, make: () => T): T {
      let results = scopes.get(scope);
      if (!results) scopes.set(scope, (results = new Map()));
      if (!results.has(key)) results.set(key, make());
      return results.get(key) as T;
    },
  };
}
