import type { SubgraphEnvironment } from '../subgraph/define.ts';
import type { AnyStoreDefinition } from './definition.ts';

/** Tells a person, line by line, what is done. */
export type Say = (line: string) => void;

/** What looks after stores, of either dialect, on behalf of a person. Each method says what it did. */
export interface StoreKeeper {
  /** Brings the tables of a store up to date, which it makes where there are none. */
  migrate(definition: AnyStoreDefinition): Promise<void>;
  /**
   * Seeds a store from the facts, unless it holds exactly these.
   * @throws ImportRejected where a record cannot be taken; nothing is changed then.
   */
  seed(
    definition: AnyStoreDefinition,
    environment: Pick<SubgraphEnvironment, 'factsDirectory' | 'clock'>,
  ): Promise<void>;
  /** Gives whether a subgraph can be served from its store. */
  status(definition: AnyStoreDefinition): Promise<boolean>;
  /** Writes all that a store holds to a file. */
  backup(definition: AnyStoreDefinition, file: string): Promise<void>;
  /**
   * Puts what a backup holds in the place of all that a store holds.
   * @throws ConfigError where the file is none of this store, or not whole; nothing is changed then.
   */
  restore(definition: AnyStoreDefinition, file: string): Promise<void>;
  /** Runs `work` while no other process does something of the kind. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** For how long something was under way, as a person reads it. */
export function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
