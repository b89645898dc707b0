import { join } from 'node:path';
import {
  digestOf,
  ImportRejected,
  readFactsFile,
  readRecords,
  type Rejection,
} from '../../../../platform/facts/read-facts.ts';
import { sourceSchema, type SourceRecord } from '../../../../platform/facts/sources.ts';
import { edgeDeviceSchema } from './edge-devices.ts';
import { readNormalisation } from './normalisation.ts';
import { readModel, type StoredModel } from './read-models.ts';

/** The facts of this subgraph as they were read, all of them acceptable. */
export interface DeviceFactsFiles {
  readonly digest: string;
  readonly sources: readonly SourceRecord[];
  readonly models: readonly StoredModel[];
}

/**
 * Reads and checks the facts in `directory`.
 * @throws ImportRejected with every record, field and reason that was found wanting.
 */
export function readDeviceFacts(directory: string): DeviceFactsFiles {
  const [devicesFile, sourcesFile, normalisationFile] = [
    'edge-devices.json',
    'sources.json',
    'normalisation.json',
  ].map((name) => readFactsFile(join(directory, name))) as [File, File, File];
  const sources = readRecords(sourcesFile, 'sources', sourceSchema);
  const tables = readNormalisation(normalisationFile);
  const records = readRecords(devicesFile, 'records', edgeDeviceSchema);
  const known = new Set(sources.map(({ id }) => id));
  const rejections: Rejection[] = [];
  const models = records.map((record) => readModel(record, tables, known, devicesFile.name, rejections));
  if (rejections.length > 0) throw new ImportRejected(rejections);
  return { digest: digestOf([devicesFile, sourcesFile, normalisationFile]), sources, models };
}

type File = ReturnType<typeof readFactsFile>;
