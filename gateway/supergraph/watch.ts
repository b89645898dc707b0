import { stat } from 'node:fs/promises';

/** Something that runs until it is closed. */
export interface Watch {
  close(): void;
}

/**
 * Calls `changed` for what is at `path` to begin with, and when there is something new: rewritten in place, replaced, or reached by a
 * symbolic link that now leads elsewhere, as Kubernetes mounts configuration. It looks rather than asks to be
 * told: notices of the system tell of a file or a folder, not of what a path leads to, and are not given at
 * all by some file systems. What changed is told once it is the same at two looks, so that a file that is
 * still being written has time to be finished; a path that leads nowhere is no news.
 * @param milliseconds between two looks.
 */
export function watchPath(path: string, changed: () => void, milliseconds: number): Watch {
  return watchState(() => stateOf(path), changed, milliseconds);
}

/**
 * As {@link watchPath}, for what is in a state of any kind.
 * @param read gives the state; undefined where there is none.
 */
export function watchState(
  read: () => Promise<string | undefined>,
  changed: () => void,
  milliseconds: number,
): Watch {
  let told: string | undefined;
  let before: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;

  const look = async (): Promise<void> => {
    const now = await read();
    if (!isOpen) return;
    if (now !== undefined && now === before && now !== told) {
      told = now;
      changed();
    }
    before = now;
    timer = setTimeout(() => void look(), milliseconds).unref();
  };
  void look();

  return {
    close() {
      isOpen = false;
      clearTimeout(timer);
    },
  };
}

/** Which file a path leads to and when that was written; undefined where there is none. */
async function stateOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join();
  } catch {
    return undefined;
  }
}
