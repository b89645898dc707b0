import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { LoadGuard, type Load } from '../../../gateway/limits/load/load-guard.ts';
import { Admission } from '../../../gateway/limits/rate/admission.ts';
import { clientOf } from '../../../gateway/limits/rate/client.ts';
import { NoTurn, Turns } from '../../../gateway/limits/rate/turns.ts';
import { countsInMemory } from '../../../gateway/limits/rate/usage.ts';

const NEVER = new AbortController().signal;

describe('a client', () => {
  it.each([
    ['203.0.113.7', 'address:203.0.113.7'],
    ['::ffff:203.0.113.7', 'address:203.0.113.7'],
    ['2001:db8:0:1:aaaa::1', 'address:2001:db8:0:1'],
    ['2001:db8:0:1:bbbb:cccc:dddd:eeee', 'address:2001:db8:0:1'],
    ['2001:0DB8::2', 'address:2001:db8:0:0'],
    ['::1', 'address:0:0:0:0'],
    ['fe80::1%eth0', 'address:fe80:0:0:0'],
  ])('without a token, of the address %s, goes by %s', (address, key) => {
    expect(clientOf({ partner: null }, address)).toEqual({ key, isPartner: false });
  });

  it('with a token goes by its partner, wherever it is', () => {
    expect(clientOf({ partner: 'GB' }, '::1')).toEqual({ key: 'partner:GB', isPartner: true });
  });
});

describe('turns', () => {
  const limits = { concurrency: 2, queue: 2 };

  it('are taken at once up to a number, then in order, then not at all', async () => {
    const turns = new Turns();
    expect(turns.take('a', limits, NEVER)).toBeUndefined();
    expect(turns.take('a', limits, NEVER)).toBeUndefined();
    const order: number[] = [];
    const waiting = [1, 2].map((it) => turns.take('a', limits, NEVER)?.then(() => order.push(it)));
    expect(() => turns.take('a', limits, NEVER)).toThrow(NoTurn);
    expect(turns.take('b', limits, NEVER)).toBeUndefined();
    expect(turns.of('a')).toEqual({ running: 2, waiting: 2 });
    turns.done('a');
    await waiting[0];
    turns.done('a');
    await waiting[1];
    expect(order).toEqual([1, 2]);
    turns.done('a');
    turns.done('a');
    turns.done('b');
    expect([turns.of('a'), turns.of('b')]).toEqual([
      { running: 0, waiting: 0 },
      { running: 0, waiting: 0 },
    ]);
  });

  it('are not taken by who has gone while waiting', async () => {
    const turns = new Turns();
    const gone = new AbortController();
    turns.take('a', { concurrency: 1, queue: 5 }, NEVER);
    const first = turns.take('a', { concurrency: 1, queue: 5 }, gone.signal);
    const second = turns.take('a', { concurrency: 1, queue: 5 }, NEVER);
    gone.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    turns.done('a');
    await second;
    expect(turns.of('a')).toEqual({ running: 1, waiting: 0 });
    await expect(turns.take('a', { concurrency: 1, queue: 5 }, gone.signal)).rejects.toThrow('gone');
    turns.done('a');
    expect(turns.of('a')).toEqual({ running: 0, waiting: 0 });
  });
});

describe('a request that waits for its turn', () => {
  it('is refused when its time is over, and its place is free then', async () => {
    const allowance = { requestsPerMinute: 100, costPerMinute: Infinity, concurrency: 1, queue: 1 };
    const admission = new Admission({ partner: allowance, anonymous: allowance }, countsInMemory());
    const client = clientOf({ partner: 'GB' }, '::1');
    const [first, second, third] = [new EventEmitter(), new EventEmitter(), new EventEmitter()];
    const admit = (response: EventEmitter, signal: AbortSignal) =>
      admission.admit(client, response as ServerResponse, signal);
    await admit(first, NEVER);
    const overdue = new AbortController();
    const refused = expect(admit(second, overdue.signal)).rejects.toMatchObject({
      extensions: { code: 'LIMIT_EXCEEDED', http: { status: 429 } },
    });
    await Promise.resolve();
    overdue.abort(new Error('over'));
    await refused;
    const waiting = admit(third, NEVER);
    first.emit('close');
    await waiting;
    third.emit('close');
    await admit(new EventEmitter(), NEVER);
  });
});

describe('what is used of a minute', () => {
  it('is counted for each client and each counter apart, and is never less than nothing', async () => {
    const counts = countsInMemory();
    expect(await counts.add('cost', 'a', 5)).toMatchObject({ used: 5 });
    const { used, resetsIn } = await counts.add('cost', 'a', 7);
    expect(used).toBe(12);
    expect(resetsIn).toBeGreaterThan(58_000);
    expect(resetsIn).toBeLessThanOrEqual(60_000);
    expect(await counts.add('cost', 'a', -4)).toMatchObject({ used: 8 });
    expect(await counts.add('cost', 'a', -40)).toMatchObject({ used: 0 });
    expect(await counts.add('requests', 'a', 1)).toMatchObject({ used: 1 });
    expect(await counts.add('cost', 'b', 1)).toMatchObject({ used: 1 });
  });

  it('begins anew with the next minute', async () => {
    vi.useFakeTimers();
    try {
      const counts = countsInMemory();
      await counts.add('requests', 'a', 9);
      vi.advanceTimersByTime(60_001);
      expect(await counts.add('requests', 'a', 1)).toMatchObject({ used: 1 });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the guard against overload', () => {
  const limits = { underWay: 2, delayMilliseconds: 100, heapPercent: 90 };
  const enter = (guard: LoadGuard) => {
    let leave: () => void = () => undefined;
    let refused: unknown;
    const raw = { once: (_event: string, listener: () => void) => (leave = listener) };
    guard.enter({} as never, { raw } as never, (it) => (refused = it));
    return { isRefused: refused !== undefined, leave: () => leave() };
  };
  const guardOf = (load: { late: number; full: number }): LoadGuard => {
    const measured: Load = { delay: () => load.late, heap: () => load.full, stop: () => undefined };
    return new LoadGuard(limits, measured);
  };

  it('refuses what is over the number of requests under way, until one ends', () => {
    const guard = guardOf({ late: 0, full: 0 });
    const first = enter(guard);
    expect(enter(guard).isRefused).toBe(false);
    expect(enter(guard).isRefused).toBe(true);
    expect(guard.underWay).toBe(2);
    first.leave();
    expect(enter(guard).isRefused).toBe(false);
    guard.close();
  });

  it('refuses while the event loop stays late, and not for one long task', () => {
    const load = { late: 101, full: 0 };
    const guard = guardOf(load);
    guard.look();
    expect(enter(guard).isRefused).toBe(false);
    guard.look();
    expect(enter(guard).isRefused).toBe(true);
    load.late = 99;
    guard.look();
    expect(enter(guard).isRefused).toBe(false);
    guard.close();
  });

  it('refuses at once while the heap is nearly full', () => {
    const load = { late: 0, full: 91 };
    const guard = guardOf(load);
    guard.look();
    expect(enter(guard).isRefused).toBe(true);
    load.full = 89;
    guard.look();
    expect(enter(guard).isRefused).toBe(false);
    guard.close();
  });
});
