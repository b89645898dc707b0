import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { canonicalEntry } from '../../subgraphs/devices/domain/journal-entry.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { register, SYNC, sync, syncing, usage, type EntryInput } from './support.ts';

let subgraph: TestSubgraph;
const viewer = syncing('GB');
beforeAll(async () => {
  subgraph = await hostInMemory(devicesSubgraph);
});
afterAll(() => subgraph.close());

/** The digest that a device computes of its own entry, as the schema documents it. */
const digestOf = (entry: EntryInput): string =>
  createHash('sha256')
    .update(
      canonicalEntry({
        offering: null,
        quantity: null,
        unit: null,
        payload: null,
        previousDigest: null,
        ...entry,
      }),
    )
    .digest('hex');

describe('syncing a device', () => {
  test('takes its journal, counts it once and acknowledges it', async () => {
    const device = await register(subgraph, viewer);
    const entries = [
      usage(1, '1.5'),
      usage(2, '2.25'),
      usage(3, '4', { offering: 'ms.azure-gov.vm', unit: 'hour' }),
    ];
    const answer = await sync(subgraph, viewer, device, entries);
    expect(answer).toMatchObject({
      acknowledgedThrough: 3,
      headDigest: digestOf(entries[2] as EntryInput),
      accepted: 3,
      duplicates: 0,
      gaps: [],
      forks: [],
      clockWarnings: [],
      device: {
        id: device,
        connection: 'ONLINE',
        lastSyncAt: '2026-11-23T12:00:00.000Z',
        acknowledgedThrough: 3,
      },
    });
    const totals = [
      { offering: { id: 'ms.azure-gov.storage' }, unit: 'GB', quantity: '3.75', entries: 2 },
      { offering: { id: 'ms.azure-gov.vm' }, unit: 'hour', quantity: '4', entries: 1 },
    ];
    expect(answer.device.usage).toEqual(totals);

    const again = await sync(subgraph, viewer, device, [...entries, usage(4, '0.25')]);
    expect(again).toMatchObject({ acknowledgedThrough: 4, accepted: 1, duplicates: 3, forks: [] });
    expect(again.device.usage[0]).toMatchObject({ quantity: '4', entries: 3 });
  });

  test('keeps what comes after a gap, names the gap, and closes it', async () => {
    const device = await register(subgraph, viewer);
    const ahead = await sync(subgraph, viewer, device, [usage(7), usage(1), usage(4)]);
    expect(ahead).toMatchObject({
      acknowledgedThrough: 1,
      accepted: 3,
      gaps: [
        { from: 2, to: 3 },
        { from: 5, to: 6 },
      ],
    });
    expect(ahead.device.usage).toMatchObject([{ quantity: '3', entries: 3 }]);
    expect(await sync(subgraph, viewer, device, [usage(3), usage(2)])).toMatchObject({
      acknowledgedThrough: 4,
      gaps: [{ from: 5, to: 6 }],
    });
    expect(await sync(subgraph, viewer, device, [usage(5), usage(6)])).toMatchObject({
      acknowledgedThrough: 7,
      gaps: [],
    });
  });

  test('names another content of a known sequence as a fork, keeps the first and loses neither', async () => {
    const device = await register(subgraph, viewer);
    const [first, second] = [usage(1, '5'), usage(1, '7')];
    await sync(subgraph, viewer, device, [first]);
    const fork = { sequence: 1, kept: digestOf(first), rejected: digestOf(second), reason: 'CONTENT' };
    for (const answer of [
      await sync(subgraph, viewer, device, [second]),
      await sync(subgraph, viewer, device, [second]),
    ]) {
      expect(answer).toMatchObject({ accepted: 0, duplicates: 0, forks: [fork] });
      expect(answer.device.usage).toMatchObject([{ quantity: '5', entries: 1 }]);
    }
    const data = await subgraph.data(
      viewer,
      `query ($id: ID!) { device(id: $id) { forks { sequence kept rejected reason }
        journal { totalCount edges { node { sequence digest quantity receivedAt } } } } }`,
      { id: device },
    );
    expect(data['device']).toEqual({
      forks: [fork],
      journal: {
        totalCount: 1,
        edges: [
          {
            node: {
              sequence: 1,
              digest: digestOf(first),
              quantity: '5',
              receivedAt: '2026-11-23T12:00:00.000Z',
            },
          },
        ],
      },
    });
  });

  test('notices by the chain that an entry builds on another history, and takes that when it comes', async () => {
    const device = await register(subgraph, viewer);
    const [ours, theirs] = [usage(1, '5'), usage(1, '6')];
    await sync(subgraph, viewer, device, [ours]);
    const next = usage(2, '1', { previousDigest: digestOf(theirs) });
    const shown = { sequence: 1, kept: digestOf(ours), rejected: digestOf(theirs) };
    expect(await sync(subgraph, viewer, device, [next])).toMatchObject({
      acknowledgedThrough: 2,
      accepted: 1,
      forks: [{ ...shown, reason: 'CHAIN' }],
    });
    expect((await sync(subgraph, viewer, device, [theirs])).forks).toEqual([{ ...shown, reason: 'CONTENT' }]);
    const data = await subgraph.data(
      viewer,
      'query ($id: ID!) { device(id: $id) { forks { sequence reason } } }',
      { id: device },
    );
    expect(data['device']['forks']).toEqual([{ sequence: 1, reason: 'CONTENT' }]);
  });

  test('finds no fork in a journal whose chain is whole, in whatever order it comes', async () => {
    const device = await register(subgraph, viewer);
    const entries: EntryInput[] = [];
    for (let sequence = 1; sequence <= 6; sequence += 1) {
      const before = entries.at(-1);
      entries.push(usage(sequence, '1.50', before ? { previousDigest: digestOf(before) } : {}));
    }
    for (const entry of entries.toReversed()) {
      expect((await sync(subgraph, viewer, device, [entry])).forks).toEqual([]);
    }
  });

  test('warns about the device’s clock and corrects nothing', async () => {
    const device = await register(subgraph, viewer);
    const answer = await sync(
      subgraph,
      viewer,
      device,
      [usage(1, '1', { at: '2027-01-01T00:00:00.000Z' }), usage(2, '1', { at: '2026-01-01T00:00:00.000Z' })],
      { deviceTime: '2026-11-23T13:00:00Z' },
    );
    expect(answer.clockWarnings).toMatchObject([
      { kind: 'OFFSET', seconds: 3600, sequence: null },
      { kind: 'AHEAD', sequence: 1 },
      { kind: 'BACKWARDS', sequence: 2 },
    ]);
    expect(answer.accepted).toBe(2);
  });

  test('leaves the connection as it is where somebody carried the journal', async () => {
    const device = await register(subgraph, viewer);
    const answer = await sync(subgraph, viewer, device, [], { channel: 'CARRIED' });
    expect(answer.device).toMatchObject({ connection: 'UNKNOWN', lastSyncAt: '2026-11-23T12:00:00.000Z' });
  });

  test('keeps events beside usage, without counting them', async () => {
    const device = await register(subgraph, viewer);
    const event: EntryInput = {
      sequence: 1,
      at: '2026-11-20T08:00:00.000Z',
      kind: 'EVENT',
      payload: '{"seal":"broken"}',
    };
    const answer = await sync(subgraph, viewer, device, [event]);
    expect(answer).toMatchObject({ accepted: 1, acknowledgedThrough: 1, device: { usage: [] } });
  });

  test('takes 5,000 entries in under two seconds, and as many duplicates', async () => {
    const device = await register(subgraph, viewer);
    const entries = Array.from({ length: 5000 }, (_, place) =>
      usage(place + 1, '0.1', { offering: `ms.azure-gov.service-${place % 700}` }),
    );
    for (const [accepted, duplicates] of [
      [5000, 0],
      [0, 5000],
    ]) {
      const start = performance.now();
      const answer = await sync(subgraph, viewer, device, entries);
      expect(performance.now() - start).toBeLessThan(2000);
      expect(answer).toMatchObject({ accepted, duplicates, acknowledgedThrough: 5000, gaps: [], forks: [] });
      expect(answer.device.usage).toHaveLength(700);
      expect(answer.device.usage[0]).toMatchObject({ quantity: '0.8', entries: 8 });
    }
  });

  test('comes to the same state when overlapping parts arrive at the same time', async () => {
    const device = await register(subgraph, viewer);
    const all = Array.from({ length: 60 }, (_, place) => usage(place + 1));
    const parts = Array.from({ length: 12 }, (_, part) => all.slice(part * 4, part * 4 + 20));
    await Promise.all(parts.map((part) => sync(subgraph, viewer, device, part)));
    const answer = await sync(subgraph, viewer, device, all);
    expect(answer).toMatchObject({
      accepted: 0,
      duplicates: 60,
      acknowledgedThrough: 60,
      gaps: [],
      forks: [],
    });
    expect(answer.device.usage).toMatchObject([{ quantity: '60', entries: 60 }]);
  });
});

describe('a sync that is refused', () => {
  test.each<[Partial<EntryInput>, string]>([
    [{ sequence: 0 }, 'input.entries[1].sequence: expected a whole number from 1, got 0.'],
    [
      { quantity: '-1' },
      'input.entries[1].quantity: expected a decimal number from 0, at most 18 digits before the point and 12 after, got "-1".',
    ],
    [{ offering: null }, 'input.entries[1].offering: expected the id of the offering used, got null.'],
    [{ unit: null }, 'input.entries[1].unit: expected the unit of the quantity, got null.'],
    [
      { previousDigest: 'abc' },
      'input.entries[1].previousDigest: expected a SHA-256 digest as 64 lower-case hexadecimal digits, got "abc".',
    ],
    [
      { kind: 'EVENT' },
      'input.entries[1].offering: expected nothing in an EVENT, got "ms.azure-gov.storage".',
    ],
  ])('for an entry with %j says what was expected and changes nothing', async (fault, message) => {
    const device = await register(subgraph, viewer);
    const entries = [usage(1), { ...usage(2), ...fault }];
    const answer = await subgraph.ask(viewer, SYNC, { input: { device, entries } });
    expect(answer.errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    const data = await subgraph.data(
      viewer,
      'query ($id: ID!) { device(id: $id) { acknowledgedThrough lastSyncAt journal { totalCount } } }',
      { id: device },
    );
    expect(data['device']).toEqual({ acknowledgedThrough: 0, lastSyncAt: null, journal: { totalCount: 0 } });
  });

  test('for too many entries says how many may come', async () => {
    const device = await register(subgraph, viewer);
    const entries = Array.from({ length: 10_001 }, (_, place) => usage(place + 1));
    const answer = await subgraph.ask(viewer, SYNC, { input: { device, entries } });
    expect(answer.errors?.[0]?.message).toContain('at most 10000 entries in one call');
  });

  test('for want of a token or of the scope', async () => {
    const input = { device: 'dev_1', entries: [] };
    const codes = await Promise.all(
      [anonymous, asPartner('GB')].map(async (who) => (await subgraph.ask(who, SYNC, { input })).errors),
    );
    expect(codes).toMatchObject([
      [{ extensions: { code: 'UNAUTHENTICATED' } }],
      [{ extensions: { code: 'FORBIDDEN' } }],
    ]);
  });
});

describe('the journal', () => {
  test('comes page by page, several pages in one request too', async () => {
    const device = await register(subgraph, viewer);
    await sync(
      subgraph,
      viewer,
      device,
      [1, 2, 3, 5, 6].map((sequence) => usage(sequence)),
    );
    const query = `query ($id: ID!, $after: String) { device(id: $id) {
      start: journal(first: 2) { ...page } rest: journal(first: 9, after: $after) { ...page } } }
      fragment page on JournalEntryConnection { totalCount pageInfo { hasNextPage endCursor } edges { node { sequence } } }`;
    const first = (await subgraph.data(viewer, query, { id: device }))['device'];
    const { start, rest } = (
      await subgraph.data(viewer, query, { id: device, after: first.start.pageInfo.endCursor })
    )['device'];
    const sequences = (page: { edges: { node: { sequence: number } }[] }) =>
      page.edges.map(({ node }) => node.sequence);
    expect(sequences(start)).toEqual([1, 2]);
    expect(sequences(rest)).toEqual([3, 5, 6]);
    expect([start.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(rest.totalCount).toBe(5);
  });
});
