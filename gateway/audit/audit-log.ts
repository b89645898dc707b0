import type { Logger } from 'pino';
import { seal, type Head, type SealedRecord } from './chain.ts';
import type { CheckpointSigner } from './checkpoint.ts';
import { lostEntry, textOf, type AuditEntry } from './entry.ts';
import { writeAnchor } from './files.ts';
import type { AuditStore, ChainCheckpoint } from './store.ts';

export interface AuditLogOptions {
  readonly store: AuditStore;
  /** A chain that this process has claimed. */
  readonly chain: string;
  readonly sign: CheckpointSigner;
  /** After how many records a checkpoint is due. */
  readonly checkpointRecords: number;
  /** The file that keeps the last checkpoint beside the log. */
  readonly anchor: string;
  readonly log: Logger;
  readonly times?: Partial<AuditTimes> | undefined;
  /** How much may wait to be written, in characters: more is counted and not kept. */
  readonly backlog?: number | undefined;
}

/** In milliseconds. */
export interface AuditTimes {
  /** How long entries that nobody waits for are gathered. */
  readonly gather: number;
  /** Until a write that failed is tried again. */
  readonly retry: number;
  /** How long a record may be without a checkpoint. */
  readonly checkpoint: number;
}

const TIMES: AuditTimes = { gather: 50, retry: 1_000, checkpoint: 10_000 };
/** How many records are appended at once. */
const BATCH = 1_000;
/** How much, in characters, unless one record alone is more: what is sent again has to get through in its time. */
const BATCH_CHARACTERS = 1024 * 1024;
const BACKLOG = 32 * 1024 * 1024;

/** How the log does. */
export interface AuditState {
  /** Whether the last attempt to write failed. */
  readonly isFailing: boolean;
  /** How many records this process has written. */
  readonly written: number;
  /** How many entries wait to be written. */
  readonly pending: number;
  /** For how many entries there was no room, of which their number alone is recorded. */
  readonly lost: number;
}

/** An entry that is to be written. */
interface Pending {
  readonly content: string;
  /** Who waits for it to be durable. */
  readonly waiter?: { resolve(): void; reject(reason: unknown): void } | undefined;
}

/**
 * The audit log of this process: one chain, written in batches. While one is being written, what comes is
 * gathered into the next.
 */
export class AuditLog {
  readonly #options: AuditLogOptions;
  readonly #times: AuditTimes;
  readonly #backlog: number;
  #pending: Pending[] = [];
  #characters = 0;
  /** How many entries there was no room for since the last record. */
  #lost = 0;
  #lostEver = 0;
  #written = 0;
  /** Unknown after a write whose end was not heard. */
  #head: Head | undefined;
  /** The last record that a checkpoint signs, and when that was made. */
  #signed = 0;
  #signedAt = performance.now();
  /** A write whose end is not known: the hash that the chain has after it, and what it was of. */
  #unheard:
    | {
        readonly hash: string;
        readonly batch: ReadonlySet<Pending>;
        readonly lost: number;
        readonly records: number;
      }
    | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer ends. */
  #due = 0;
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #isClosed = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#backlog = options.backlog ?? BACKLOG;
  }

  /** Whether the last attempt to write failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  get state(): AuditState {
    return {
      isFailing: this.#isFailing,
      written: this.#written,
      pending: this.#pending.length,
      lost: this.#lostEver,
    };
  }

  /** Records an entry soon. What there is no room for is counted, which is recorded once there is. */
  record(entry: AuditEntry): void {
    const content = textOf(entry);
    if (this.#characters + content.length > this.#backlog) {
      this.#lost++;
      this.#lostEver++;
      return;
    }
    this.#add({ content });
    this.#schedule(this.#isFailing ? this.#times.retry : this.#times.gather);
  }

  /**
   * Records an entry now, and resolves once it is durable. Where it rejects, the entry is not recorded, unless
   * the end of the write could not be heard.
   */
  durably(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add({ content: textOf(entry), waiter: { resolve, reject } });
      this.#schedule(0);
    });
  }

  /**
   * Records that the log ends, writes what is pending with a checkpoint at its end, and closes the store. What
   * cannot be written is lost, and logged.
   */
  async close(): Promise<void> {
    this.record({ kind: 'closed', time: new Date().toISOString() });
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write(true);
    if (this.#isFailing) {
      const records = this.#pending.length + this.#lost;
      this.#options.log.error({ records }, 'the audit log ends without its last records');
    }
    await this.#options.store.close();
  }

  #add(pending: Pending): void {
    this.#pending.push(pending);
    this.#characters += pending.content.length;
  }

  /** Has the log written in so many milliseconds, or before. */
  #schedule(milliseconds: number): void {
    if (this.#writing || this.#isClosed) return;
    const due = performance.now() + milliseconds;
    if (this.#timer && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    const write = (): void => {
      this.#timer = undefined;
      this.#writing = this.#write(false).finally(() => {
        this.#writing = undefined;
        this.#scheduleNext();
      });
    };
    if (milliseconds === 0) write();
    else this.#timer = setTimeout(write, milliseconds).unref();
  }

  #scheduleNext(): void {
    if (this.#pending.some(({ waiter }) => waiter)) this.#schedule(0);
    else if (this.#isFailing) this.#schedule(this.#times.retry);
    else if (this.#pending.length > 0) this.#schedule(this.#times.gather);
    else if (this.#head && this.#head.sequence > this.#signed) {
      this.#schedule(Math.max(1, this.#signedAt + this.#times.checkpoint - performance.now()));
    }
  }

  /** Writes all that is pending, until something fails. */
  async #write(isEnd: boolean): Promise<void> {
    do {
      const batch = this.#pending.splice(0, this.#batchSize());
      for (const { content } of batch) this.#characters -= content.length;
      try {
        await this.#append(batch, isEnd && this.#pending.length === 0);
        if (this.#isFailing) this.#options.log.info('the audit log is written again');
        this.#isFailing = false;
        for (const { waiter } of batch) waiter?.resolve();
      } catch (error) {
        if (!this.#isFailing) this.#options.log.error({ err: error }, 'the audit log cannot be written');
        this.#fail(batch, error);
        return;
      }
    } while (this.#pending.length > 0);
  }

  #batchSize(): number {
    let characters = 0;
    let size = 0;
    for (const { content } of this.#pending) {
      characters += content.length;
      if (size > 0 && (size === BATCH || characters > BATCH_CHARACTERS)) break;
      size++;
    }
    return size;
  }

  async #append(given: readonly Pending[], isEnd: boolean): Promise<void> {
    const { store, chain } = this.#options;
    const before = this.#head ?? (await this.#readHead());
    const batch = this.#unwritten(given, before);
    const contents = batch.map(({ content }) => content);
    if (this.#lost > 0) contents.push(textOf(lostEntry(this.#lost)));
    const records: SealedRecord[] = [];
    for (const content of contents) records.push(seal(chain, records.at(-1) ?? before, content));
    const head = records.at(-1) ?? before;
    const checkpoint = this.#isDue(head, isEnd) ? this.#checkpoint(head) : null;
    this.#head = records.length === 0 && !checkpoint ? before : undefined;
    if (this.#head) return;
    const lost = this.#lost;
    this.#unheard = { hash: head.hash, batch: new Set(batch), lost, records: records.length };
    await store.append(records, checkpoint);
    this.#unheard = undefined;
    this.#lost -= lost;
    this.#written += records.length;
    this.#head = head;
    if (checkpoint) await this.#anchor(checkpoint);
  }

  /** What of a batch is not there yet: where the end of the last write was not heard, all of it may be. */
  #unwritten(batch: readonly Pending[], { hash }: Head): readonly Pending[] {
    const unheard = this.#unheard;
    this.#unheard = undefined;
    if (unheard?.hash !== hash) return batch;
    this.#lost -= unheard.lost;
    this.#written += unheard.records;
    const isThere = (it: Pending) => unheard.batch.has(it);
    for (const it of this.#pending.filter(isThere)) this.#characters -= it.content.length;
    this.#pending = this.#pending.filter((it) => !isThere(it));
    return batch.filter((it) => !isThere(it));
  }

  async #readHead(): Promise<Head> {
    const { store, chain } = this.#options;
    const { head, signed } = await store.state(chain);
    this.#signed = signed;
    return head;
  }

  #isDue({ sequence }: Head, isEnd: boolean): boolean {
    const unsigned = sequence - this.#signed;
    if (unsigned === 0) return false;
    const isOld = performance.now() - this.#signedAt >= this.#times.checkpoint;
    return isEnd || isOld || unsigned >= this.#options.checkpointRecords;
  }

  #checkpoint({ sequence, hash }: Head): ChainCheckpoint {
    const { chain, sign } = this.#options;
    const time = new Date().toISOString();
    return { chain, sequence, jws: sign({ chain, sequence, hash, before: this.#signed, time }) };
  }

  async #anchor({ sequence, jws }: ChainCheckpoint): Promise<void> {
    const { anchor, log } = this.#options;
    this.#signed = sequence;
    this.#signedAt = performance.now();
    try {
      await writeAnchor(anchor, jws);
    } catch (error) {
      log.warn({ err: error }, 'the last checkpoint cannot be kept beside the audit log');
    }
  }

  /** Whoever waits is told; what nobody waits for stays pending. */
  #fail(batch: readonly Pending[], error: unknown): void {
    this.#isFailing = true;
    const kept = batch.filter(({ waiter }) => !waiter);
    for (const { content } of kept) this.#characters += content.length;
    this.#pending = [...kept, ...this.#pending];
    for (const { waiter } of batch) waiter?.reject(error);
  }
}
