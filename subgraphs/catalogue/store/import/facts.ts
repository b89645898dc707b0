import { labelId, PUBLIC } from '../../../../platform/disclosure/label.ts';
import type { Day } from '../../../../platform/calendar/day.ts';
import type { EnvironmentRecord, ProviderRecord, RegionRecord } from '../records.ts';
import type { CatalogueFacts } from '../seed.ts';
import { claimOfPartner, claimsOfService, mergeClaims } from './claims.ts';
import { Rejections } from './collect.ts';
import { contradictionsOf } from './contradictions.ts';
import { describedDays } from './described-days.ts';
import { environmentRecord, providerRecord, regionRecord } from './environments.ts';
import { readPublished, type FactsFiles, type FromFile, type PublishedFacts } from './files.ts';
import { namesOf, refuseAmbiguity, type Names, type Place } from './names.ts';
import { deviceOffering, serviceOffering, type Unprofiled } from './offerings.ts';
import { profileOf } from './profiles.ts';
import type { PublishedPartnerAuthorisation, PublishedService } from './schemas.ts';
import {
  statementOf,
  statementsOfRegions,
  termsOfNote,
  termsOfOffering,
  type EnvironmentTerms,
} from './terms.ts';

export { readFactsFiles } from './files.ts';

/**
 * The facts as they are stored: names joined to ids, loose words read by the tables beside the facts, every
 * reference checked.
 * @throws ImportRejected with every record that cannot be taken, the field and the reason
 */
export function importFacts(facts: FactsFiles): CatalogueFacts {
  return new Import(facts).run();
}

/** A published service with the ids that its names stand for. */
interface JoinedService {
  readonly place: Place;
  readonly service: PublishedService;
  readonly provider: string;
  readonly environment: string;
  readonly regions: readonly string[];
}

/** One import: what was read, and what is known of it so far. */
class Import {
  readonly #files: FactsFiles['files'];
  readonly #published: PublishedFacts;
  readonly #rejections = new Rejections();
  readonly #names: Names;

  constructor(facts: FactsFiles) {
    this.#files = facts.files;
    this.#published = readPublished(facts);
    this.#names = namesOf(this.#published, this.#rejections);
  }

  run(): CatalogueFacts {
    refuseAmbiguity(this.#published, this.#files, this.#rejections);
    this.#refuseSharedIds();
    const providers = new Map(this.#published.providers.map((it) => [it.id, providerRecord(it)]));
    const regions = new Map(this.#regions().map((it) => [it.id, it]));
    const services = this.#published.services.flatMap((it) => this.#joined(it));
    const terms = this.#terms();
    const claims = this.#partnerClaims(
      new Map(services.map(({ service, environment }) => [service.id, environment])),
    );
    const environments = this.#environments(providers, [...regions.values()], services, terms, claims);
    const others = contradictionsOf(this.#published, this.#files.contradictions, this.#rejections);
    const days = describedDays(this.#published, this.#files, this.#rejections);
    this.#rejections.refuse();

    const offerings = [...this.#offerings(services, environments, claims, others), ...this.#devices()];
    const profiled = offerings.map((offering) => {
      const environment =
        offering.environment === null ? null : (environments.get(offering.environment) ?? null);
      const own = offering.regions.map((id) => regions.get(id) as RegionRecord);
      const profile = profileOf(offering, {
        asOf: days.get(offering.id) as Day,
        provider: providers.get(offering.provider) as ProviderRecord,
        environment,
        regions: own,
        publisher: termsOfOffering(
          offering.environment === null ? undefined : terms.get(offering.environment),
          this.#ownStatements(offering),
        ),
      });
      return { profile, offering: { ...offering, profile: profile.id } };
    });
    this.#rejections.refuse();
    return {
      sources: [...new Map(this.#published.sources.map((it) => [it.id, it])).values()],
      providers: [...providers.values()],
      environments: [...environments.values()],
      regions: [...regions.values()],
      profiles: [...new Map(profiled.map(({ profile }) => [profile.id, profile])).values()],
      offerings: profiled.map(({ offering }) => offering),
    };
  }

  /** Ids are unique within each file; here, across the files that hold offerings. */
  #refuseSharedIds(): void {
    const devices = this.#published.devices.map((it) => [this.#files['device-offerings'], it.id] as const);
    const services = this.#published.services.map(({ file, record }) => [file, record.id] as const);
    const seen = new Map<string, string>();
    for (const [file, id] of [...services, ...devices]) {
      const first = seen.get(id);
      if (first !== undefined) this.#rejections.add(file, id, 'id', `is used in ${first} too`);
      seen.set(id, file.name);
    }
  }

  #regions(): readonly RegionRecord[] {
    return this.#published.regions.flatMap((region) => {
      const place = { file: this.#files.regions, record: region.id };
      this.#names.sources(place, region.sources);
      const provider = this.#names.provider(place, region.provider);
      const environment = this.#names.environment(place, region.environment);
      return provider && environment
        ? [regionRecord(region, { provider: provider.id, environment: environment.id })]
        : [];
    });
  }

  #joined({ file, record: service }: FromFile<PublishedService>): JoinedService[] {
    const place = { file, record: service.id };
    this.#names.sources(place, service.sources);
    const provider = this.#names.provider(place, service.provider);
    const environment = this.#names.environment(place, service.environment);
    const regions = service.regions.map((code) => this.#names.region(place, service.provider, code));
    for (const region of regions) {
      if (region && service.country !== undefined && service.country !== region.country) {
        const reason = `${region.id} is in ${region.country}, not in ${service.country}`;
        this.#rejections.add(file, service.id, 'country', reason);
      }
    }
    if (!provider || !environment) return [];
    const prefix = service.id.split('.').slice(0, 2).join('.');
    if (!environment.prefixes.includes(prefix)) {
      const expected = `expected an id that begins with ${environment.prefixes.join(' or ')}`;
      this.#rejections.add(file, service.id, 'id', `${expected}, as environments.json has it`);
    }
    return [
      {
        place,
        service,
        provider: provider.id,
        environment: environment.id,
        regions: regions.flatMap((it) => (it ? [it.id] : [])),
      },
    ];
  }

  #terms(): ReadonlyMap<string, EnvironmentTerms> {
    const terms = new Map<string, EnvironmentTerms>();
    for (const note of this.#published.notes) {
      const place = { file: this.#files['eligibility-notes'], record: note.environment };
      this.#names.sources(place, note.sources);
      const environment = this.#names.environment(place, note.environment);
      if (!environment) continue;
      terms.set(environment.id, termsOfNote(note, environment.id, this.#published, this.#rejections, place));
    }
    return terms;
  }

  /**
   * The partner authorisations by the id of the environment that they concern.
   * @param services the environment of each service
   */
  #partnerClaims(
    services: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, readonly PublishedPartnerAuthorisation[]> {
    const claims = new Map<string, PublishedPartnerAuthorisation[]>();
    for (const claim of this.#published.partnerAuthorisations) {
      const place = { file: this.#files['authorisations-partner'], record: claim.id };
      this.#names.sources(place, claim.sources);
      const environment = this.#names.environment(place, claim.environment);
      if ((claim.scope === 'service') !== (claim.serviceIds ?? []).length > 0) {
        const reason = 'expected services for the scope service, and none for the scope environment';
        this.#rejections.add(place.file, claim.id, 'serviceIds', reason);
      }
      for (const id of claim.serviceIds ?? []) {
        if (!services.has(id) || services.get(id) !== environment?.id) {
          const reason = `"${id}" is no service of ${claim.environment}`;
          this.#rejections.add(place.file, claim.id, 'serviceIds', reason);
        }
      }
      if (environment) claims.set(environment.id, [...(claims.get(environment.id) ?? []), claim]);
    }
    return claims;
  }

  #environments(
    providers: ReadonlyMap<string, ProviderRecord>,
    regions: readonly RegionRecord[],
    services: readonly JoinedService[],
    terms: ReadonlyMap<string, EnvironmentTerms>,
    claims: ReadonlyMap<string, readonly PublishedPartnerAuthorisation[]>,
  ): ReadonlyMap<string, EnvironmentRecord> {
    // An environment is shown to everybody: nothing of it is read from services that are not.
    const shown = services.filter(({ service }) => labelId(service.label) === labelId(PUBLIC));
    const regionsOf = (id: string) => [
      ...regions.filter((it) => it.environment === id).map((it) => it.id),
      ...shown.filter((it) => it.environment === id).flatMap((it) => it.regions),
    ];
    const noneKnown = this.#published.noneKnown.flatMap((it) => {
      const place = {
        file: this.#files['authorisations-partner'],
        record: `${it.environment} for ${it.for}`,
      };
      const environment = this.#names.environment(place, it.environment);
      return environment ? [{ environment: environment.id, partner: it.for, reason: it.reason }] : [];
    });
    const records = this.#published.environments.map((it) => {
      const provider = providers.get(it.provider);
      if (!provider) {
        this.#rejections.add(
          this.#files.environments,
          it.id,
          'provider',
          `"${it.provider}" is not in providers.json`,
        );
      }
      return environmentRecord(it, {
        provider,
        terms: terms.get(it.id),
        claims: (claims.get(it.id) ?? []).filter(({ scope }) => scope === 'environment').map(claimOfPartner),
        noneKnown: noneKnown
          .filter(({ environment }) => environment === it.id)
          .map(({ partner, reason }) => ({ partner, reason })),
        regions: [...new Set(regionsOf(it.id))].sort(),
      });
    });
    return new Map(records.map((it) => [it.id, it]));
  }

  /** The services as offerings; contradicting records of one service carry the claims of all of them. */
  #offerings(
    services: readonly JoinedService[],
    environments: ReadonlyMap<string, EnvironmentRecord>,
    partnerClaims: ReadonlyMap<string, readonly PublishedPartnerAuthorisation[]>,
    others: ReadonlyMap<string, readonly string[]>,
  ): readonly Unprofiled[] {
    const claims = new Map(
      services.map(({ place, service, environment }) => {
        const named = (partnerClaims.get(environment) ?? []).filter((it) =>
          it.serviceIds?.includes(service.id),
        );
        const own = [...claimsOfService(service, this.#names, place), ...named.map(claimOfPartner)];
        return [
          service.id,
          [...own, ...(environments.get(environment) as EnvironmentRecord).claims],
        ] as const;
      }),
    );
    return services.map(({ service, provider, environment, regions }) => {
      const contradictedBy = others.get(service.id) ?? [];
      const all = [service.id, ...contradictedBy].flatMap((id) => claims.get(id) ?? []);
      return serviceOffering(
        service,
        {
          provider,
          environment: environments.get(environment) as EnvironmentRecord,
          regions,
          claims: mergeClaims(all),
          contradictedBy,
        },
        this.#published,
      );
    });
  }

  #devices(): readonly Unprofiled[] {
    return this.#published.devices.flatMap((device) => {
      const place = { file: this.#files['device-offerings'], record: device.id };
      this.#names.sources(place, device.sources);
      const provider = this.#names.provider(place, device.provider);
      return provider ? [deviceOffering(device, provider.id)] : [];
    });
  }

  /** What the service and its regions say of their customers themselves. */
  #ownStatements({ id, eligibility, regions, provenance }: Unprofiled) {
    const file = this.#files.services;
    const own =
      eligibility === null
        ? []
        : [statementOf(eligibility, provenance.status === 'VERIFIED', this.#names, { file, record: id })];
    const published = this.#published.regions.filter((it) => regions.includes(it.id));
    return [...own, ...statementsOfRegions(published, this.#names, this.#files.regions)];
  }
}
