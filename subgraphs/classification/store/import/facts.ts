import { join } from 'node:path';
import type { ZodType } from 'zod';
import { isDay, type Day } from '../../../../platform/calendar/day.ts';
import {
  digestOf,
  ImportRejected,
  readFactsFile,
  readRecords,
  type FactsFile,
  type Rejection,
} from '../../../../platform/facts/read-facts.ts';
import { sourceSchema, type SourceRecord } from '../../../../platform/facts/sources.ts';
import type {
  AgreementRecord,
  AuthorisationRecord,
  ClearanceRecord,
  EquivalenceRecord,
  MembershipRecord,
  SchemeRecord,
} from '../records.ts';
import {
  agreementRecord,
  authorisationRecord,
  clearanceRecord,
  equivalenceRecord,
  membershipRecord,
  schemeRecord,
} from './normalise.ts';
import { misfits } from './references.ts';
import {
  agreementSchema,
  authorisationSchema,
  clearanceSchema,
  equivalenceSchema,
  membershipSchema,
  schemeSchema,
} from './schemas.ts';

/** Everything that the files hold, normalised and found to fit together. */
export interface ImportedFacts {
  /** The day that the files describe. */
  readonly asOf: Day;
  readonly sources: readonly SourceRecord[];
  readonly schemes: readonly SchemeRecord[];
  readonly equivalences: readonly EquivalenceRecord[];
  readonly agreements: readonly AgreementRecord[];
  readonly authorisations: readonly AuthorisationRecord[];
  readonly clearances: readonly ClearanceRecord[];
  readonly memberships: readonly MembershipRecord[];
}

const FILES = [
  'sources',
  'schemes',
  'equivalences',
  'agreements',
  'cloud-authorisations',
  'clearances',
  'memberships',
] as const;
type FileName = (typeof FILES)[number];

/** The files as read, not yet understood: their digest tells whether a store has to be seeded again. */
export interface FactsFiles {
  readonly digest: string;
  readonly files: Readonly<Record<FileName, FactsFile>>;
}

/** Raise it when normalisation changes what is stored, so that existing stores are seeded again. */
const SHAPE = 1;

/**
 * Reads the files of `directory`.
 * @throws ImportRejected where one is missing or is no JSON object.
 */
export function readFactsFiles(directory: string): FactsFiles {
  const files = FILES.map((name) => [name, readFactsFile(join(directory, `${name}.json`))] as const);
  return {
    digest: `${SHAPE}:${digestOf(files.map(([, file]) => file))}`,
    files: Object.fromEntries(files) as Record<FileName, FactsFile>,
  };
}

/**
 * The facts of the files.
 * @throws ImportRejected with every reason found in any file, each naming file, record and field.
 */
export function importFacts({ files }: FactsFiles): ImportedFacts {
  const rejections: Rejection[] = [];
  const collect = <Value>(read: () => Value, otherwise: Value): Value => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ImportRejected)) throw error;
      rejections.push(...error.rejections);
      return otherwise;
    }
  };
  const records = <Published, Stored>(
    file: FactsFile,
    list: string,
    schema: ZodType<Published>,
    normalise: (published: Published) => Stored,
  ): Stored[] => collect(() => readRecords(file, list, schema).map(normalise), []);

  const facts: ImportedFacts = {
    asOf: collect(() => latestAsOf(files), ''),
    sources: records(files.sources, 'sources', sourceSchema, (source) => source),
    schemes: records(files.schemes, 'schemes', schemeSchema, schemeRecord),
    equivalences: records(files.equivalences, 'equivalences', equivalenceSchema, equivalenceRecord),
    agreements: records(files.agreements, 'agreements', agreementSchema, agreementRecord),
    authorisations: records(
      files['cloud-authorisations'],
      'authorisations',
      authorisationSchema,
      authorisationRecord,
    ),
    clearances: records(files.clearances, 'clearances', clearanceSchema, clearanceRecord),
    memberships: records(files.memberships, 'memberships', membershipSchema, membershipRecord),
  };
  // References are looked at only once all files are read: half of them would name others falsely.
  if (rejections.length === 0) rejections.push(...misfits(facts));
  if (rejections.length > 0) throw new ImportRejected(rejections);
  return facts;
}

/** The latest day that a file describes: what has no dates is known to hold from then on. */
function latestAsOf(files: FactsFiles['files']): Day {
  const days = Object.entries(files)
    .filter(([name]) => name !== 'sources')
    .map(([, { name, content }]) => {
      const day = content['asOf'];
      if (typeof day === 'string' && isDay(day)) return day;
      throw new ImportRejected([
        {
          file: name,
          record: '(file)',
          field: 'asOf',
          reason: 'expected a calendar day such as "2026-11-23"',
        },
      ]);
    });
  return days.sort().at(-1) as Day;
}
