import type { Logger } from 'pino';
import type { SubgraphStore } from './define.ts';

/** How often a store is looked at while somebody listens, where writes of other processes tell nobody. */
const POLL_MILLISECONDS = 200;

/** Told each version of the data, the current one first; null where it cannot be read. */
export type DataVersionListener = (version: string | null) => void;

/** The versions of a store's data as they come. */
export interface DataVersions {
  /** The version now, or of what a request reads; null where it cannot be read, so that nothing may be kept. */
  read(): string | null | Promise<string | null>;
  /** Tells `listener` the version now and each that follows, until the function given back is called. */
  listen(listener: DataVersionListener): () => void;
  /** Forgets the listeners. */
  close(): void;
}

export function dataVersions(store: Pick<SubgraphStore, 'dataVersion' | 'watch'>, log: Logger): DataVersions {
  const told = new Map<DataVersionListener, string | null | undefined>();
  let unfollow: (() => void) | undefined;
  /** Whether the store itself says when to look: what requests read is then no news, and may be old. */
  let isWatched = false;
  let isReadable = true;
  let begun = 0;
  let newest = 0;

  const tell = (version: string | null, reading: number): string | null => {
    isReadable = version !== null;
    // Of readings that overlap, one that began earlier may end later: it is no news.
    if (reading < newest) return version;
    newest = reading;
    for (const [listener, last] of told) {
      if (last === version) continue;
      told.set(listener, version);
      listener(version);
    }
    return version;
  };
  const unreadable = (error: unknown, reading: number): null => {
    // While it stays so, it is said once.
    if (isReadable) log.error({ err: error }, 'the data version could not be read');
    tell(null, reading);
    return null;
  };
  const look = (): string | null | Promise<string | null> => {
    const reading = ++begun;
    try {
      const version = store.dataVersion();
      if (typeof version === 'string') return tell(version, reading);
      return version.then(
        (it) => tell(it, reading),
        (error: unknown) => unreadable(error, reading),
      );
    } catch (error) {
      return unreadable(error, reading);
    }
  };
  const read = (): string | null | Promise<string | null> => {
    if (!isWatched) return look();
    return Promise.resolve(store.dataVersion()).catch((error: unknown) => {
      log.error({ err: error }, 'the data version of a request could not be read');
      return null;
    });
  };
  const stop = (listener: DataVersionListener): void => {
    told.delete(listener);
    if (told.size === 0) unfollow?.();
  };
  const follow = (): (() => void) => {
    const unwatch = store.watch?.(() => void look());
    isWatched = unwatch !== undefined;
    if (unwatch) return unwatch;
    const poll = setInterval(look, POLL_MILLISECONDS).unref();
    return () => clearInterval(poll);
  };

  return {
    read,
    listen(listener) {
      if (told.size === 0) unfollow = follow();
      told.set(listener, undefined);
      void look();
      return () => stop(listener);
    },
    close() {
      for (const listener of told.keys()) stop(listener);
    },
  };
}
