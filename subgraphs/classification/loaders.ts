import DataLoader from 'dataloader';
import { provenanceView } from '../../platform/graphql/provenance-view.ts';
import type { Provenance } from '../../platform/graphql/provenance.ts';
import type { ProvenanceRecord } from '../../platform/facts/provenance.ts';
import type { Day } from '../../platform/calendar/day.ts';
import { partiesOn } from './domain/agreements.ts';
import type { LevelId, PartnerCode } from './domain/levels.ts';
import type { AgreementRecord, ClearanceRecord, EquivalenceRecord } from './store/records.ts';
import type { ClassificationStore, RecordsById } from './store/store.ts';

type ById = { readonly [Name in keyof RecordsById]: DataLoader<string, RecordsById[Name] | null> };

/** The batched reads of one request. By id: null for an id that does not exist. */
export interface ClassificationLoaders extends ById {
  /** The rows in which a level stands on either side. */
  readonly equivalencesOf: DataLoader<LevelId, readonly EquivalenceRecord[]>;
  /** The clearances of a grantor, lowest first. */
  readonly clearancesOf: DataLoader<PartnerCode, readonly ClearanceRecord[]>;
  /** The agreements that a partner is a party to on a day, itself or as a member of a group. */
  agreementsOf(on: Day): DataLoader<PartnerCode, readonly AgreementRecord[]>;
  /** Shows a provenance; its sources are read in one batch, where they are asked for. */
  provenance(record: ProvenanceRecord): Provenance;
}

/** Loaders for one request over the batch reads of `store`. */
export function createLoaders(store: ClassificationStore): ClassificationLoaders {
  const byId = <Name extends keyof RecordsById>(name: Name) =>
    new DataLoader<string, RecordsById[Name] | null>(async (ids) => {
      const found = await store.byIds(name, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
  const source = byId('source');
  return {
    source,
    scheme: byId('scheme'),
    level: byId('level'),
    equivalence: byId('equivalence'),
    agreement: byId('agreement'),
    authorisation: new DataLoader(async (ids) => {
      const all = new Map((await store.authorisations()).map((it) => [it.id, it]));
      return ids.map((id) => all.get(id) ?? null);
    }),
    clearance: byId('clearance'),
    equivalencesOf: new DataLoader(async (levels) => {
      const rows = await store.equivalencesOf(levels);
      return levels.map((level) => rows.filter((row) => row.fromLevel === level || row.toLevel === level));
    }),
    clearancesOf: new DataLoader(async (grantors) => {
      const rows = await store.clearances(grantors);
      return grantors.map((grantor) => rows.filter((row) => row.grantor === grantor));
    }),
    agreementsOf: perDay((on) => async (partners: readonly PartnerCode[]) => {
      const memberships = await store.memberships();
      const membersOf = [...new Set(memberships.map((membership) => membership.organisation))];
      const agreements = await store.agreements({ parties: { partners, membersOf } });
      const parties = agreements.map((agreement) => ({
        agreement,
        partners: new Set(partiesOn(agreement, on, memberships).map((party) => party.partner)),
      }));
      return partners.map((partner) =>
        parties.filter((it) => it.partners.has(partner)).map((it) => it.agreement),
      );
    }),
    provenance: (record) =>
      provenanceView(record, async (ids) =>
        (await Promise.all(ids.map((id) => source.load(id)))).filter((it) => it !== null),
      ),
  };
}

/** A loader for each day asked, since what it gives depends on the day. */
function perDay<Key, Value>(batch: (on: Day) => DataLoader.BatchLoadFn<Key, Value>) {
  const loaders = new Map<Day, DataLoader<Key, Value>>();
  return (on: Day): DataLoader<Key, Value> => {
    const known = loaders.get(on);
    if (known) return known;
    const loader = new DataLoader(batch(on));
    loaders.set(on, loader);
    return loader;
  };
}
