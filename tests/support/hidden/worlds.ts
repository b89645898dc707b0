import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discloses, type Reader } from '../../../platform/disclosure/discloses.ts';
import type { Label } from '../../../platform/disclosure/label.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { labelSchema } from '../../../platform/facts/label-schema.ts';
import type { AnySubgraph } from '../../../platform/subgraph/define.ts';
import { ALL_SUBGRAPHS } from '../../../subgraphs/all.ts';
import { factsCopyOf, type FactsCopy } from '../facts-copy.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../gateway.ts';

type Content = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A record as a test would hide it: like a shipped one, but for what it says itself. */
interface HiddenRecord extends Content {
  readonly label: unknown;
}

interface HiddenRecords {
  readonly services: readonly HiddenRecord[];
  readonly devices: readonly HiddenRecord[];
  readonly contracts: readonly HiddenRecord[];
  readonly prices: readonly HiddenRecord[];
  readonly terms: readonly HiddenRecord[];
}

/** The fictitious records, by their kinds. */
export const HIDDEN = JSON.parse(
  readFileSync(new URL('./records.json', import.meta.url), 'utf8'),
) as HiddenRecords;

/** All of them. */
export const ALL_HIDDEN: readonly HiddenRecord[] = (
  ['services', 'devices', 'contracts', 'prices', 'terms'] as const
).flatMap((kind) => HIDDEN[kind]);

const labelOf = (record: HiddenRecord): Label => labelSchema.parse(record.label);

/** Whether a reader may see a fictitious record. */
export const isShown = (record: HiddenRecord, reader: Reader): boolean => discloses(labelOf(record), reader);

/** Copies of the shipped facts with those of the fictitious records that were taken. */
export interface FactsWithHidden extends Disposable {
  /** The folder of a subgraph's facts; undefined where nothing was added to what it ships. */
  directoryOf(subgraph: string): string | undefined;
}

export function hiddenFacts(has: (record: HiddenRecord) => boolean): FactsWithHidden {
  const copies = {
    catalogue: factsCopyOf('catalogue'),
    contracts: factsCopyOf('contracts'),
    devices: factsCopyOf('devices'),
  };
  addRecords(copies, has);
  return {
    directoryOf: (subgraph) => (copies as Record<string, FactsCopy | undefined>)[subgraph]?.directory,
    [Symbol.dispose]() {
      for (const copy of Object.values(copies)) copy[Symbol.dispose]();
    },
  };
}

/** A world: a gateway over the shipped facts and those of the fictitious records that `has` takes. */
export async function startWorld(
  has: (record: HiddenRecord) => boolean,
  options: TestGatewayOptions = {},
): Promise<TestGateway> {
  using facts = hiddenFacts(has);
  const subgraphs = ALL_SUBGRAPHS.map((definition): AnySubgraph => ({
    ...definition,
    openStore: (environment) =>
      definition.openStore({ ...environment, factsDirectory: facts.directoryOf(definition.name) }),
  }));
  return await startTestGateway({
    ...options,
    subgraphs,
    environment: {
      SUPERGRAPH_FILE: join(projectRoot(), 'schema', 'supergraph.graphql'),
      ...options.environment,
    },
  });
}

function addRecords(
  { catalogue, contracts, devices }: Record<'catalogue' | 'contracts' | 'devices', FactsCopy>,
  has: (record: HiddenRecord) => boolean,
): void {
  const add = (copy: FactsCopy, file: string, list: string, records: readonly HiddenRecord[]) =>
    copy.alter(file, (content) => {
      const known = content[list] as Content[];
      for (const { like, ...own } of records.filter(has)) {
        const model = like === undefined ? {} : known.find((it) => it['id'] === like);
        if (!model) throw new Error(`${file} holds no record ${String(like)}.`);
        known.push({ ...model, ...own });
      }
      if ('count' in content) content['count'] = known.length;
    });
  add(
    catalogue,
    'services.json',
    'records',
    HIDDEN.services.filter((it) => !inPartnerRegions(it)),
  );
  add(catalogue, 'services-partner-regions.json', 'records', HIDDEN.services.filter(inPartnerRegions));
  add(catalogue, 'device-offerings.json', 'records', HIDDEN.devices);
  add(devices, 'edge-devices.json', 'records', HIDDEN.devices);
  add(contracts, 'contracts.json', 'records', HIDDEN.contracts);
  add(contracts, 'price-book.json', 'prices', HIDDEN.prices);
  add(contracts, 'price-book.json', 'terms', HIDDEN.terms);
}

/** The file in which the record that it is like stands. */
function inPartnerRegions({ like }: HiddenRecord): boolean {
  return String(like).startsWith('aws.');
}
