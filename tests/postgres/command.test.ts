import { describe, expect, it } from 'vitest';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { TestProcess } from '../support/process.ts';
import { connected, testDatabase } from './support.ts';

const run = async ({ ownerUrl, servedUrl }: TestDatabase, ...args: string[]) => {
  await using command = start({ ownerUrl, servedUrl }, ...args);
  return await command.ended();
};
const start = ({ ownerUrl, servedUrl }: Pick<TestDatabase, 'ownerUrl' | 'servedUrl'>, ...args: string[]) =>
  new TestProcess(['subgraphs/db.ts', ...args], { DATABASE_MIGRATOR_URL: ownerUrl, DATABASE_URL: servedUrl });

// Each step is a process of its own.
describe('npm run db', { timeout: 120_000 }, () => {
  it('makes an empty database ready, step by step, and says what is missing in between', async () => {
    await using database = await testDatabase('template0');
    const before = await run(database, 'status');
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(
      /^catalogue: lacks 0000-seed, 0001-facts.*; not seeded; no role may use it$/m,
    );
    const unmigrated = await run(database, 'seed');
    expect(unmigrated).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run db -- migrate') });

    expect(await run(database, 'roles')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^catalogue: role pcc_catalogue was there, with its rights$/m),
    });
    // Two at once: one brings it up to date, the other waits for it and finds nothing to do.
    const both = await Promise.all([run(database, 'migrate'), run(database, 'migrate')]);
    expect(both.map((it) => it.code)).toEqual([0, 0]);
    const [waiting] = both.filter((it) => it.stdout.includes('waiting for it'));
    expect(waiting?.stdout).toContain('devices: up to date already');
    const [doing] = both.filter((it) => it !== waiting);
    expect(doing?.stdout).toMatch(/^devices: 0000-seed, 0001-models, .*rules \(\d+\.\d s\)$/m);

    expect((await run(database, 'status')).stdout).toMatch(
      /^contracts: at .*; not seeded; role pcc_contracts$/m,
    );
    const seeded = await run(database, 'seed');
    expect(seeded.stdout).toMatch(/^catalogue: seeding …\ncatalogue: seeded \(\d+\.\d s\)$/m);
    const after = await run(database, 'seed', 'status');
    expect(after.stdout).toMatch(/^catalogue: holds these facts already$/m);
    expect(after.stdout).toMatch(/^devices: at .*; holds the facts that ship; role pcc_devices$/m);
    expect(after.code).toBe(0);
  });

  it('waits while somebody else does the same, and leaves nothing half done when it is stopped', async () => {
    await using database = await testDatabase();
    await connected(database.ownerUrl, async (client) => {
      await client.query(
        `select pg_advisory_lock(hashtextextended('partner-cloud-catalogue migrations', 0))`,
      );
      await using waiting = start(database, 'migrate');
      await waiting.printed(/Another process brings the schemas up to date: waiting for it\./);
      waiting.signal('SIGKILL');
      await waiting.ended();
    });
    expect((await run(database, 'migrate')).code).toBe(0);
  });

  it('says what it expects', async () => {
    await using database = await testDatabase('template0');
    const wrong = [[], ['migrate', 'x'], ['migrate', 'backup'], ['toString']];
    for (const { code, stderr } of await Promise.all(wrong.map((args) => run(database, ...args)))) {
      expect(code).toBe(1);
      expect(stderr).toContain('Usage: npm run db -- COMMAND');
    }
    await using lost = new TestProcess(['subgraphs/db.ts', 'migrate'], { DATABASE_URL: database.servedUrl });
    expect(await lost.ended()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^DATABASE_MIGRATOR_URL: expected .*got nothing\.\n$/),
    });
    await using away = start({ ...database, ownerUrl: 'postgresql://o:secret@127.0.0.1:1/x' }, 'status');
    const { code, stderr } = await away.ended();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^DATABASE_MIGRATOR_URL: expected a database that takes the connection, got: .*\n$/,
    );
    expect(stderr).not.toContain('secret');
  });
});
