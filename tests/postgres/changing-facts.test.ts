import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { PostgresDatabase } from '../../platform/store/postgres/database.ts';
import type { Tables } from '../../subgraphs/contracts/store/tables.ts';
import { ownedDatabase } from '../support/stores/owned.ts';
import { servedBy } from '../support/stores/place.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { anonymous } from '../support/subgraph.ts';
import { testDatabase } from './support.ts';

let place: TestDatabase & AsyncDisposable;
let database: PostgresDatabase<Tables>;
let owner: ReturnType<typeof ownedDatabase<Tables>>;
beforeAll(async () => {
  place = await testDatabase();
  const settings = { ...servedBy(place), connections: 2 };
  database = new PostgresDatabase<Tables>({ settings, name: 'contracts', log: createLog('silent') });
  owner = ownedDatabase<Tables>(place.ownerUrl, 'contracts');
});
afterAll(async () => {
  await Promise.all([database.destroy(), owner.destroy()]);
  await place[Symbol.asyncDispose]();
});
beforeEach(() => seed('first'));

/** Has the store hold other facts, of which these tests read the digest alone. */
const seed = (digest: string) => sql`update seed set digest = ${digest} where name = 'facts'`.execute(owner);
async function readDigest(): Promise<string> {
  const { rows } = await sql<{ digest: string }>`select digest from seed where name = 'facts'`.execute(
    database,
  );
  return rows[0]!.digest;
}
/** Some requests, each of which has begun to read. */
async function begun(count: number) {
  const sessions = Array.from({ length: count }, () => database.session(anonymous));
  await Promise.all(sessions.map((it) => it.run(() => database.dataVersion())));
  return sessions;
}
const ended = (...sessions: Awaited<ReturnType<typeof begun>>) => sessions.forEach((it) => it.end());

it('a request is given what was kept of the facts that it reads, and of no others', async () => {
  let reads = 0;
  const kept = database.facts.one(async () => `${await readDigest()} ${(reads += 1)}`);
  const each = database.facts.each(2, async (key: string) => `${key} ${await readDigest()}`);
  const [before, silent] = await begun(2);
  expect(await before!.run(() => kept())).toBe('first 1');
  expect(await before!.run(() => kept())).toBe('first 1');
  expect(await before!.run(() => each('a'))).toBe('a first');
  ended(before!);
  await seed('second');
  const [after] = await begun(1);
  expect(await after!.run(() => kept())).toBe('second 2');
  expect(await after!.run(() => each('a'))).toBe('a second');
  // The one that began before reads what it began with, whether somebody had kept that or nobody.
  expect(await silent!.run(() => kept())).toMatch(/^first /);
  expect(await silent!.run(() => each('b'))).toBe('b first');
  expect(await after!.run(() => each('b'))).toBe('b second');
  expect(await after!.run(() => kept())).toMatch(/^second /);
  ended(silent!, after!);
});

it('requests that hold all connections can wait for what is read for all of them', async () => {
  const kept = database.facts.one(readDigest);
  const requests = await begun(2);
  expect(await Promise.all(requests.map((it) => it.run(() => kept())))).toEqual(['first', 'first']);
  ended(...requests);
});

it('what is read may need something else that is being read', async () => {
  const inner = database.facts.one(readDigest);
  const outer = database.facts.one(async () => `around ${await readDigest()} and ${await inner()}`);
  const requests = await begun(2);
  const asked = [outer, inner].map((it, index) => requests[index]!.run(() => it()));
  expect(await Promise.all(asked)).toEqual(['around first and first', 'first']);
  ended(...requests);
});

it('what could not be read is read again', async () => {
  let fails = true;
  const kept = database.facts.one(async () => {
    if (fails) throw new Error('stopped by the test');
    return readDigest();
  });
  await expect(kept()).rejects.toThrow('stopped by the test');
  fails = false;
  expect(await kept()).toBe('first');
});
