import { join } from 'node:path';
import {
  digestOf,
  ImportRejected,
  readFactsFile,
  readRecords,
  type FactsFile,
  type Rejection,
} from '../../../../platform/facts/read-facts.ts';
import { sourceSchema, type SourceRecord } from '../../../../platform/facts/sources.ts';
import type { SupplierIdentity } from '../../domain/suppliers.ts';
import type { ContractRecord, HoldRecord, PartnerRecord, PriceBook } from '../records.ts';
import { normalise, type NormalisedContract } from './normalise.ts';
import { readPriceBook } from './price-book.ts';
import { contractRejections, withPredecessors } from './references.ts';
import {
  aliasesSchema,
  contractSchema,
  normalisationSchema,
  partnerSchema,
  supplierSchema,
  type ContractFactsRecord,
} from './schemas.ts';
import type { ZodType } from 'zod';

/** The files of this subgraph's data folder. */
export interface FactsFiles {
  readonly contracts: FactsFile;
  readonly partners: FactsFile;
  readonly sources: FactsFile;
  readonly normalisation: FactsFile;
  readonly suppliers: FactsFile;
  readonly priceBook: FactsFile;
  /** Equal for equal files, and for the same way of reading them. */
  readonly digest: string;
}

/** Everything that a store is seeded with. */
export interface ImportedFacts {
  readonly sources: readonly SourceRecord[];
  readonly partners: readonly PartnerRecord[];
  readonly suppliers: readonly SupplierIdentity[];
  readonly contracts: readonly ContractRecord[];
  readonly holds: readonly HoldRecord[];
  readonly priceBook: PriceBook;
}

/** Rises when the same files are to be read differently, so that stores are seeded anew. */
const READING = 2;

/** @throws ImportRejected where a file is missing or is no JSON object. */
export function readFactsFiles(folder: string): FactsFiles {
  const read = (name: string) => readFactsFile(join(folder, name));
  const files = {
    contracts: read('contracts.json'),
    partners: read('partners.json'),
    sources: read('sources.json'),
    normalisation: read('normalisation.json'),
    suppliers: read('supplier-aliases.json'),
    priceBook: read('price-book.json'),
  };
  return { ...files, digest: `${READING}:${digestOf(Object.values(files))}` };
}

/**
 * Reads and normalises the facts, and checks what they refer to.
 * @throws ImportRejected with every rejection found: file, record, field and reason.
 */
export function importFacts(files: FactsFiles): ImportedFacts {
  const sources = readRecords(files.sources, 'sources', sourceSchema);
  const partners = readRecords(files.partners, 'partners', partnerSchema).map(nameOf);
  const suppliers = readRecords(files.suppliers, 'suppliers', supplierSchema);
  const curation = {
    normalisation: readWhole(files.normalisation, normalisationSchema),
    aliases: readWhole(files.suppliers, aliasesSchema),
    suppliers: new Map(suppliers.map((it) => [it.id, it])),
  };
  const raw = readRecords<ContractFactsRecord>(files.contracts, 'records', contractSchema as never);

  const rejections: Rejection[] = [];
  const normalised = raw.map((record): NormalisedContract =>
    normalise(record, curation, (field, reason) =>
      rejections.push({ file: files.contracts.name, record: record.id, field, reason }),
    ),
  );
  const contracts = normalised.map((it) => it.contract);
  rejections.push(...contractRejections(files, contracts, { sources, partners, ...curation }));
  if (rejections.length > 0) throw new ImportRejected(rejections);
  return {
    sources,
    partners,
    suppliers,
    contracts: withPredecessors(contracts),
    holds: normalised.flatMap((it) => it.holds),
    priceBook: readPriceBook(files.priceBook, contracts, suppliers),
  };
}

const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

function nameOf({ id, kind, name }: { id: string; kind: PartnerRecord['kind']; name?: string | undefined }) {
  return { id, kind, name: name ?? COUNTRY_NAMES.of(id) ?? id };
}

/** Checks a file that is one document. */
function readWhole<Content>(file: FactsFile, schema: ZodType<Content>): Content {
  const result = schema.safeParse(file.content);
  if (result.success) return result.data;
  throw new ImportRejected(
    result.error.issues.map((issue) => ({
      file: file.name,
      record: '(file)',
      field: issue.path.join('.') || '(file)',
      reason: issue.message,
    })),
  );
}
