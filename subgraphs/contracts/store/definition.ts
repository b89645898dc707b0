import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import type { RowRule, StoreDefinition } from '../../../platform/store/definition.ts';
import { LABEL_WRITES } from '../../../platform/store/labels.ts';
import { VIEWER_OPERATES, VIEWER_PARTNER } from '../../../platform/store/viewer-rules.ts';
import { importFacts, readFactsFiles } from './import/facts.ts';
import { seedFacts } from './import/seed.ts';
import { migrations, type Tables } from './tables.ts';

const OPERATORS = { read: VIEWER_OPERATES, write: VIEWER_OPERATES };

/** What stands on a contract for whoever sees the contract. */
const withContract = (table: keyof Tables): RowRule => ({
  read: `exists (select from contract where contract.id = ${table}.contract)`,
  write: VIEWER_OPERATES,
});

/** What operators record on a contract, for its buyer and for them. */
const ofBuyer = (table: keyof Tables): RowRule => ({
  read: `${VIEWER_OPERATES} or exists (
    select from contract where contract.id = ${table}.contract and contract.buyer = ${VIEWER_PARTNER})`,
  write: VIEWER_OPERATES,
});

/** The store of contracts: facts, and what operators add. The rules on rows are those of visibility.ts. */
export const contractsDatabase: StoreDefinition<Tables> = {
  name: 'contracts',
  migrations,
  facts({ factsDirectory }) {
    const files = readFactsFiles(factsDirectory ?? dataDirectory('contracts'));
    return { digest: files.digest, seed: async (step) => seedFacts(step, importFacts(files)) };
  },
  writes: {
    contract: ['insert'],
    contract_supplier: ['insert'],
    hold: ['insert', 'update'],
    contract_version: ['insert', 'update'],
    spend: ['insert'],
    registration: ['insert'],
    audit: ['insert'],
    ...LABEL_WRITES,
  },
  rows: {
    contract: {
      read: `${VIEWER_OPERATES} or (${VIEWER_PARTNER} is not null
        and (origin = 'FACTS' or buyer = ${VIEWER_PARTNER}))`,
      write: VIEWER_OPERATES,
    },
    contract_supplier: withContract('contract_supplier'),
    hold: withContract('hold'),
    contract_version: ofBuyer('contract_version'),
    spend: ofBuyer('spend'),
    registration: OPERATORS,
    audit: OPERATORS,
  },
};
