import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { embeddedKeeper } from '../../platform/store/sqlite/keeper.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { contractsDatabase } from '../../subgraphs/contracts/store/definition.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { change, operator } from '../contracts/support/ask.ts';
import { register, sync, syncing, usage } from '../devices/support.ts';
import { servedBy } from '../support/stores/place.ts';
import { MIGRATED, type TestDatabase } from '../support/stores/shared-postgres.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';
import { connected, owning, testDatabase } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks of shell commands in a section of the documentation. */
function walkThrough(section: string): readonly string[] {
  const text = readFileSync(join(projectRoot(), 'docs/stores.md'), 'utf8');
  const [, part = ''] = text.split(`\n## ${section}\n`);
  return [...(part.split('\n## ')[0] ?? '').matchAll(/```sh\n([^]*?)```/g)].map((it) => it[1] as string);
}

/** Runs commands of the documentation as a person does, in a shell. */
async function perform(commands: string, { ownerUrl, servedUrl }: TestDatabase): Promise<string> {
  const { PATH, HOME } = readEnv();
  const npm = `npm() { shift 4; ${JSON.stringify(process.execPath)} subgraphs/db.ts "$@"; }`;
  const script = `set -euo pipefail\n${npm}\n${commands.replaceAll('backups/today', join(folder, 'today'))}`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: projectRoot(),
    env: {
      PATH: PATH ?? '',
      HOME: HOME ?? '',
      DATABASE_MIGRATOR_URL: ownerUrl,
      DATABASE_URL: servedUrl,
    },
  });
  return stdout;
}

const contractsWith = (
  more = '',
): string => `{ contracts(first: 100) { totalCount edges { node { id title version
  spend { totals { amount } } ${more} } } } partners { id name } }`;
const AUDIT = 'audit(first: 5) { edges { node { action at } } }';
const DEVICES = `query ($me: [_Any!]!) { _entities(representations: $me) { ... on Viewer { devices(first: 10) { totalCount
  edges { node { id name journal(first: 10) { edges { node { sequence quantity } } } usage { quantity } } } } } } }`;

/** Everything that operators and devices added, as it is answered. */
async function answers(database: TestDatabase): Promise<unknown> {
  await using contracts = await hostInMemory(contractsSubgraph, { database: servedBy(database) });
  await using devices = await hostInMemory(devicesSubgraph, { database: servedBy(database) });
  const viewer = syncing('GB');
  return [
    await contracts.data(operator, contractsWith(AUDIT)),
    await contracts.data(asPartner('US'), contractsWith()),
    await devices.data(viewer, DEVICES, { me: [{ __typename: 'Viewer', id: viewer.id }] }),
  ];
}

async function write(database: Pick<TestDatabase, 'servedUrl'>): Promise<void> {
  await using contracts = await hostInMemory(contractsSubgraph, { database: servedBy(database) });
  await using devices = await hostInMemory(devicesSubgraph, { database: servedBy(database) });
  const registration = { title: 'Ünïted', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'] };
  const { contract } = await change(contracts, 'registerContract', registration, 'contract { id }');
  const spend = { reference: 'r', amount: '1.10', currency: 'GBP', from: '2026-01-01', until: '2026-02-01' };
  await change(contracts, 'recordSpend', { contract: contract.id, expectedVersion: 1, ...spend }, 'recorded');
  const device = await register(devices, syncing('GB'), { name: 'Brücke "7"' });
  await sync(devices, syncing('GB'), device, [usage(1, '0.5'), usage(2), usage(7)]);
}

describe('the walk-through of backup and restore', { timeout: 120_000 }, () => {
  it('brings back all that was there, after everything was lost', async () => {
    const [backup, restore] = walkThrough('Backup and restore') as [string, string];
    await using database = await testDatabase();
    await write(database);
    const before = await answers(database);
    expect(await perform(backup, database)).toMatch(
      /^contracts: \d+ rows to .*contracts\.jsonl\.gz \(\d+\.\d s\)$/m,
    );

    await write(database);
    expect(await answers(database)).not.toEqual(before);
    await connected(database.ownerUrl, (client) =>
      client.query('drop schema catalogue, classification, contracts, devices cascade'),
    );
    const said = await perform(restore, database);
    expect(said).toMatch(/^devices: \d+ rows from /m);
    expect(said).toMatch(/^contracts: at .*; holds the facts that ship; role pcc_contracts$/m);
    expect(await answers(database)).toEqual(before);
    await write(database);
  });

  it('is refused for a file that was cut, changed, or made of something else, and replaces nothing then', async () => {
    await using database = await testDatabase();
    await write(database);
    const before = await answers(database);
    const file = join(folder, 'contracts.jsonl.gz');
    const other = join(folder, 'devices.jsonl.gz');
    await owning(database, async (administration) => {
      await administration.backup(contractsDatabase, file);
      await administration.backup({ ...contractsDatabase, migrations: {} }, other);
    });
    const whole = readFileSync(file);
    const lines = gunzipSync(whole).toString('utf8').split('\n');
    const head = JSON.parse(lines[0] as string);
    const broken: readonly (readonly [Buffer | string, RegExp])[] = [
      [whole.subarray(0, whole.length - 40), /expected a backup that can be read/],
      [gzipSync(lines.slice(0, -2).join('\n')), /expected a whole backup, got one that was cut or changed/],
      [gzipSync(lines.toSpliced(2, 1).join('\n')), /was cut or changed/],
      [gzipSync(lines.join('\n').replace('Ünïted', 'Changed')), /was cut or changed/],
      [gzipSync([...lines, '{}'].filter(Boolean).join('\n')), /nothing after the last line/],
      [gzipSync('no lines'), /expected lines of JSON/],
      ['no file of this kind', /expected a backup that can be read/],
      [
        gzipSync([JSON.stringify({ ...head, subgraph: 'devices' }), ...lines.slice(1)].join('\n')),
        /got one of "devices"/,
      ],
      [
        gzipSync([JSON.stringify({ ...head, migrations: ['0001-other'] }), ...lines.slice(1)].join('\n')),
        /expected a backup at the migrations .*, got 0001-other\. Restore it with the code that made it/,
      ],
      [readFileSync(other), /expected a backup at the migrations/],
    ];
    await owning(database, async (administration) => {
      for (const [content, message] of broken) {
        writeFileSync(file, content);
        await expect(administration.restore(contractsDatabase, file)).rejects.toThrow(message);
      }
      await expect(administration.restore(contractsDatabase, join(folder, 'none'))).rejects.toThrow(/ENOENT/);
      await expect(administration.backup(contractsDatabase, file)).rejects.toThrow(/EEXIST/);
    });
    expect(await answers(database)).toEqual(before);
  });

  it('moves embedded stores to PostgreSQL, and back', async () => {
    const say = () => undefined;
    const stores = join(folder, 'stores');
    await using database = await testDatabase();
    await write(database);
    const before = await answers(database);
    await using empty = await testDatabase(MIGRATED);
    const file = (step: string, name: string) => join(folder, `${step}-${name}.gz`);
    const embedded = embeddedKeeper(stores, say);
    for (const definition of [contractsDatabase, devicesSubgraph.database!]) {
      const { name } = definition;
      await owning(database, (administration) => administration.backup(definition, file('out', name)));
      await embedded.restore(definition, file('out', name));
      await embedded.backup(definition, file('back', name));
      await owning(empty, (administration) => administration.restore(definition, file('back', name)));
    }
    expect(await answers(empty)).toEqual(before);
  });
});
