import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPath, type Watch } from '../../../gateway/supergraph/watch.ts';

const LOOK = 10;

let folder: string;
let file: string;
let watch: Watch | undefined;
const changed = vi.fn<() => void>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  file = join(folder, 'supergraph.graphql');
  changed.mockReset();
});
afterEach(() => {
  watch?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts to watch, and waits until what is there was told. */
async function start(): Promise<void> {
  watch = watchPath(file, changed, LOOK);
  await told(1);
  changed.mockReset();
}
const told = (times: number) => expect.poll(() => changed.mock.calls.length).toBe(times);

describe('a watched file', () => {
  it('is told of to begin with, in case it changed since somebody read it', async () => {
    writeFileSync(file, 'one');
    watch = watchPath(file, changed, LOOK);
    await told(1);
  });

  it('that stays as it is is no news', async () => {
    writeFileSync(file, 'one');
    await start();
    await delay(5 * LOOK);
    expect(changed).not.toHaveBeenCalled();
  });

  it('is news once when it is written in place, also with as many bytes', async () => {
    writeFileSync(file, 'one');
    await start();
    writeFileSync(file, 'two');
    await told(1);
    await delay(5 * LOOK);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('is news when another takes its name', async () => {
    writeFileSync(file, 'one');
    await start();
    writeFileSync(`${file}.new`, 'two');
    renameSync(`${file}.new`, file);
    await told(1);
  });

  it('is news when it is there again after it was gone, and not while it is gone', async () => {
    writeFileSync(file, 'one');
    await start();
    rmSync(file);
    await delay(5 * LOOK);
    expect(changed).not.toHaveBeenCalled();
    writeFileSync(file, 'two');
    await told(1);
  });

  it('is news when a link on the way to it leads elsewhere, as Kubernetes mounts configuration', async () => {
    for (const version of ['..1', '..2']) {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, 'supergraph.graphql'), version);
    }
    const point = (version: string): void => {
      symlinkSync(version, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    point('..1');
    symlinkSync(join('..data', 'supergraph.graphql'), file);
    await start();
    point('..2');
    await told(1);
  });

  it('is news when what a link to it leads to is written in place', async () => {
    writeFileSync(join(folder, 'elsewhere'), 'one');
    symlinkSync('elsewhere', file);
    await start();
    writeFileSync(join(folder, 'elsewhere'), 'two');
    await told(1);
  });

  it('that is written bit by bit is news when it is left alone', async () => {
    writeFileSync(file, 'one');
    await start();
    for (let size = 1; size <= 20; size++) {
      writeFileSync(file, 'x'.repeat(size));
      await delay(LOOK / 4);
    }
    const whileWritten = changed.mock.calls.length;
    await told(whileWritten + 1);
    await delay(5 * LOOK);
    expect(changed).toHaveBeenCalledTimes(whileWritten + 1);
  });

  it('is no news any more once the watch is closed', async () => {
    writeFileSync(file, 'one');
    await start();
    watch?.close();
    writeFileSync(file, 'two');
    await delay(5 * LOOK);
    expect(changed).not.toHaveBeenCalled();
  });
});
