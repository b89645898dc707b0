import type { CatalogueLoaders } from '../../loaders.ts';
import type {
  EnvironmentRecord,
  ClaimRecord,
  ProviderRecord,
  TermsRecord,
  RegionRecord,
} from '../../store/records.ts';
import type {
  Environment,
  AuthorisationHolding,
  Provider,
  PublisherTerms,
  Region,
} from '../types/environment.ts';

/** An environment with its record, from which its fields are resolved. */
export type EnvironmentView = Pick<
  Environment,
  | 'id'
  | 'name'
  | 'aliases'
  | 'operatorCountry'
  | 'operatorVerified'
  | 'operatorNote'
  | 'lifecycle'
  | 'noneKnown'
> & {
  readonly record: EnvironmentRecord;
};

export function environmentView(record: EnvironmentRecord): Environment {
  const view: EnvironmentView = {
    id: record.id,
    name: record.name,
    aliases: [...record.aliases],
    operatorCountry: record.operatorCountry === null ? null : { id: record.operatorCountry },
    operatorVerified: record.operatorVerified,
    operatorNote: record.operatorNote,
    lifecycle: record.lifecycle,
    noneKnown: record.noneKnown.map((it) => ({ partner: { id: it.partner }, reason: it.reason })),
    record,
  };
  return view as unknown as Environment;
}

export function providerView(record: ProviderRecord): Provider {
  return {
    id: record.id,
    name: record.name,
    aliases: [...record.aliases],
    country: record.country === null ? null : { id: record.country },
    countryVerified: record.verified,
  };
}

export function regionView(record: RegionRecord, loaders: CatalogueLoaders): Region {
  return {
    id: record.id,
    code: record.code,
    name: record.name,
    country: record.country,
    area: record.area,
    levels: [...record.levels],
    partition: record.partition,
    realm: record.realm,
    availableSince: record.generallyAvailableSince,
    openedYear: record.openedYear,
    qualifiedOn: record.qualifiedOn,
    controlPackages: [...record.controlPackages],
    announced: record.announced,
    plannedBy: record.plannedBy,
    notes: [...record.notes],
    provenance: loaders.provenance(record.provenance),
  };
}

export function publisherTermsView(record: TermsRecord, loaders: CatalogueLoaders): PublisherTerms {
  return {
    customers:
      record.customers?.map(({ tag, verification }) => ({ tag, verified: verification === 'VERIFIED' })) ??
      null,
    exclusive: record.exclusive,
    statement: record.statement,
    note: record.note,
    conflict: record.conflict,
    provenance: loaders.provenance(record.provenance),
  };
}

export function holdingView(record: ClaimRecord, loaders: CatalogueLoaders): AuthorisationHolding {
  return {
    authorisation: record.authorisation === null ? null : { id: record.authorisation },
    words: record.words,
    status: record.status,
    scope: record.scope,
    from: record.from,
    until: record.until,
    statement: record.statement,
    note: record.note,
    asOf: record.asOf,
    sourceGrade: record.sourceGrade,
    provenance: loaders.provenance(record.provenance),
  };
}
