import { join } from 'node:path';
import { digestOf, readFactsFile, type FactsFile } from '../../../../platform/facts/read-facts.ts';
import type { SourceRecord } from '../../../../platform/facts/sources.ts';
import { Rejections } from './collect.ts';
import * as schemas from './schemas.ts';

const FACTS = [
  'sources',
  'services',
  'services-partner-regions',
  'regions',
  'eligibility-notes',
  'authorisations-partner',
] as const;
const TABLES = [
  'providers',
  'environments',
  'authorisation-names',
  'publisher-words',
  'lifecycle-words',
  'contradictions',
  'device-offerings',
] as const;
type FileName = (typeof FACTS)[number] | (typeof TABLES)[number];

/** The files as read, not yet understood: their digest tells whether a store has to be seeded again. */
export interface FactsFiles {
  readonly digest: string;
  readonly files: Readonly<Record<FileName, FactsFile>>;
}

/** Raise it when normalisation changes what is stored, so that existing stores are seeded again. */
const SHAPE = 5;

/**
 * Reads the files of `directory`.
 * @throws ImportRejected where one is missing or is no JSON object.
 */
export function readFactsFiles(directory: string): FactsFiles {
  const files = [...FACTS, ...TABLES].map(
    (name) => [name, readFactsFile(join(directory, `${name}.json`))] as const,
  );
  return {
    digest: `${SHAPE}:${digestOf(files.map(([, file]) => file))}`,
    files: Object.fromEntries(files) as Record<FileName, FactsFile>,
  };
}

/** The records of all files, each kept to its schema. */
export type PublishedFacts = ReturnType<typeof readPublished>;

/** A record with the file that it comes from. */
export interface FromFile<Record_> {
  readonly file: FactsFile;
  readonly record: Record_;
}

/**
 * The records of the files.
 * @throws ImportRejected with every record that does not keep to its schema.
 */
export function readPublished({ files }: FactsFiles) {
  const rejections = new Rejections();
  const services = (['services', 'services-partner-regions'] as const).flatMap((name) =>
    rejections
      .read(files[name], 'records', schemas.serviceSchema)
      .map((record): FromFile<schemas.PublishedService> => ({ file: files[name], record })),
  );
  const words = files['publisher-words'];
  const partner = files['authorisations-partner'];
  const published = {
    sources: [
      ...rejections.read(files.sources, 'sources', schemas.sourceSchema),
      ...rejections.read(files['device-offerings'], 'sources', schemas.sourceSchema),
    ] as readonly SourceRecord[],
    services,
    regions: rejections.read(files.regions, 'records', schemas.regionSchema),
    notes: rejections.read(
      files['eligibility-notes'],
      'eligibility',
      schemas.eligibilityNoteSchema,
      (it) => it.environment,
    ),
    partnerAuthorisations: rejections.read(partner, 'authorisations', schemas.partnerAuthorisationSchema),
    noneKnown: rejections.read(
      partner,
      'noneKnown',
      schemas.noneKnownSchema,
      (it) => `${it.environment} for ${it.for}`,
    ),
    devices: rejections.read(files['device-offerings'], 'records', schemas.deviceOfferingSchema),
    providers: rejections.read(files.providers, 'providers', schemas.providerSchema),
    environments: rejections.read(files.environments, 'environments', schemas.environmentSchema),
    authorisationNames: rejections.read(
      files['authorisation-names'],
      'names',
      schemas.authorisationNameSchema,
      (it) => `${it.scheme} ${it.level}`,
    ),
    customerWords: rejections.read(words, 'words', schemas.customerWordsSchema, (it) => it.words),
    doubts: rejections.read(words, 'doubts', schemas.doubtSchema, (it) => it.field),
    openTerms: rejections.read(words, 'open', schemas.openTermsSchema, (it) => it.environment),
    unconfirmed: rejections.read(
      files['lifecycle-words'],
      'unconfirmed',
      schemas.unavailableSchema,
      (it) => it.words,
    ),
    contradictions: rejections.read(
      files.contradictions,
      'contradictions',
      schemas.contradictionSchema,
      (it) => it.services.join(),
    ),
    /** The customer tags that eligibility-notes.json explains. */
    tags: Object.keys((files['eligibility-notes'].content['tags'] as object | undefined) ?? {}),
  };
  rejections.refuse();
  return published;
}
