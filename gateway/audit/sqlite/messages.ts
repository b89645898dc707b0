import type { SealedRecord } from '../chain.ts';
import type { ChainCheckpoint, ChainState } from '../store.ts';

/** What the thread that writes the file is started with. */
export interface WriterOptions {
  readonly file: string;
  /** How long somebody else may keep the file locked before a write fails, in milliseconds. */
  readonly lockMilliseconds: number;
}

/** What it is asked. */
export type Order =
  | { readonly order: 'claim'; readonly chain: string }
  | { readonly order: 'state'; readonly chain: string }
  | {
      readonly order: 'append';
      readonly records: readonly SealedRecord[];
      readonly checkpoint: ChainCheckpoint | null;
    }
  | { readonly order: 'close' };

/** An order with a number, which its reply has too. */
export interface Asked {
  readonly id: number;
  readonly order: Order;
}

export type Replied =
  | { readonly id: number; readonly result: ChainState | boolean }
  | { readonly id: number; readonly error: string };
