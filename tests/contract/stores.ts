import type { StoreOptions } from './harness/in-process.ts';

/** A store that the contracts are kept over. */
export interface TestedStore {
  readonly name: string;
  /** Opens it for all subgraphs; what it gives is closed by the test. */
  open(): Promise<StoreOptions & AsyncDisposable>;
}

/** Every store that the subgraphs run over. */
export const STORES: readonly TestedStore[] = [
  { name: 'SQLite in memory', open: async () => ({ async [Symbol.asyncDispose]() {} }) },
];
