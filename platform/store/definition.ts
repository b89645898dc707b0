import type { Transaction } from 'kysely';
import type { SubgraphEnvironment } from '../subgraph/define.ts';
import type { Migrations } from './database.ts';

/** The facts that a store is seeded from. */
export interface StoreFacts<Tables> {
  /** Of the files as they are: other facts, another digest. */
  readonly digest: string;
  /**
   * Puts the facts in the place of those that the store holds.
   * @throws ImportRejected where a record cannot be taken.
   */
  seed(transaction: Transaction<Tables>): Promise<void>;
}

/** What a subgraph may do to the rows of one of its tables beside reading them. */
export type WritePrivilege = 'insert' | 'update' | 'delete';

/** Whose rows of a table a request reads and writes, as conditions in SQL. PostgreSQL holds every statement to it. */
export interface RowRule {
  readonly read: string;
  readonly write: string;
}

/** What the store of a subgraph is made of. */
export interface StoreDefinition<Tables> {
  /** Of the subgraph: its file or its schema is called after it. */
  readonly name: string;
  readonly migrations: Migrations;
  /** Reads the files of the facts. */
  facts(environment: Pick<SubgraphEnvironment, 'factsDirectory' | 'clock'>): StoreFacts<Tables>;
  /** What the subgraph itself writes; of all other tables, which hold facts, it only reads. */
  readonly writes?: Readonly<Partial<Record<keyof Tables & string, readonly WritePrivilege[]>>>;
  /** The tables whose rows are not for everybody. */
  readonly rows?: Readonly<Partial<Record<keyof Tables & string, RowRule>>>;
}

/** A definition of whatever tables, for those that only look after stores. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- they never look inside
export type AnyStoreDefinition = StoreDefinition<any>;
