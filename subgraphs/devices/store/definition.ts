import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import type { RowRule, StoreDefinition } from '../../../platform/store/definition.ts';
import { LABEL_WRITES } from '../../../platform/store/labels.ts';
import { VIEWER_PARTNER } from '../../../platform/store/viewer-rules.ts';
import { readDeviceFacts } from './import/read-facts.ts';
import { seedFacts } from './import/seed.ts';
import { migrations, type Tables } from './tables.ts';

const both = (condition: string): RowRule => ({ read: condition, write: condition });

const OF_PARTNER = both(`partner = ${VIEWER_PARTNER}`);

/** What hangs on a device, for whoever sees the device. */
const ofDevice = (table: keyof Tables): RowRule =>
  both(`exists (select from device where device.id = ${table}.device)`);

/** The store of devices: facts on models, and partners' devices with their journals. */
export const devicesDatabase: StoreDefinition<Tables> = {
  name: 'devices',
  migrations,
  facts({ factsDirectory, clock }) {
    const files = readDeviceFacts(factsDirectory ?? dataDirectory('devices'));
    return { digest: files.digest, seed: (step) => seedFacts(step, files, clock()) };
  },
  writes: {
    device: ['insert', 'update'],
    journal_range: ['insert', 'delete'],
    journal_entry: ['insert'],
    journal_fork: ['insert', 'update'],
    usage_total: ['insert', 'update'],
    audit: ['insert'],
    ...LABEL_WRITES,
  },
  rows: {
    device: OF_PARTNER,
    audit: OF_PARTNER,
    journal_range: ofDevice('journal_range'),
    journal_entry: ofDevice('journal_entry'),
    journal_fork: ofDevice('journal_fork'),
    usage_total: ofDevice('usage_total'),
  },
};
