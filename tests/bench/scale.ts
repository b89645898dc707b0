import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { developmentToken } from '../../gateway/development-issuer.ts';
import { startGateway } from '../../gateway/start.ts';
import { toConfig } from '../../platform/config.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';
import { WHICH_CAN_WE_GET } from '../journeys/questions.ts';
import { resizeCatalogue } from '../support/resized-catalogue.ts';
import { UNREACHED_LIMITS } from './unreached-limits.ts';
import { embeddedStores, postgresStores, type ScaleStores } from './scale-stores.ts';

/** The catalogues compared, in offerings, and the most that the larger one's median may be. */
const SIZES = [1_000, 200_000] as const;
const MOST = 1.5;
const ROUNDS = 12;
const QUESTIONS_PER_ROUND = 10;

interface Measured {
  readonly size: number;
  readonly ask: () => Promise<number>;
  readonly milliseconds: number[];
  readonly close: () => Promise<void>;
}

/** A gateway over a catalogue of `size` offerings, and the time of one main question. */
async function measured(stores: ScaleStores, size: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), `scale-${size}-`));
  const place = await stores.seeded(folder);
  const config = toConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    ...UNREACHED_LIMITS,
    ...place.environment,
  });
  await resizeCatalogue(place.catalogue, size);
  await place.catalogue.destroy();
  const gateway = await startGateway(config);
  const token = await developmentToken(config, partnerViewer('GB', 'bench', [], []), 3_600);
  const body = JSON.stringify({ query: WHICH_CAN_WE_GET, variables: { ask: { level: 'GB:O' }, first: 50 } });
  return {
    size,
    milliseconds: [],
    async ask() {
      const start = performance.now();
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      });
      const { data, errors } = (await response.json()) as {
        data?: { viewer: { offers: { totalCount: number; edges: unknown[] } } };
        errors?: unknown;
      };
      const elapsed = performance.now() - start;
      const offers = data?.viewer.offers;
      if (errors || offers?.totalCount !== size || offers.edges.length !== 50) {
        throw new Error(`${response.status}: ${JSON.stringify(errors ?? offers?.totalCount)}`);
      }
      return elapsed;
    },
    async close() {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const {
  values: { store },
} = parseArgs({ options: { store: { type: 'string', default: 'sqlite' } } });
if (store !== 'sqlite' && store !== 'postgres') {
  say(`--store: expected sqlite or postgres, got ${store}.`);
  process.exit(1);
}
const stores = store === 'postgres' ? await postgresStores() : embeddedStores();
const catalogues: Measured[] = [];
for (const size of SIZES) {
  say(`Preparing a catalogue of ${size.toLocaleString('en')} offerings …`);
  catalogues.push(await measured(stores, size));
}
for (const { ask } of catalogues) for (let index = 0; index < QUESTIONS_PER_ROUND * 2; index++) await ask();
for (let round = 1; round <= ROUNDS; round++) {
  for (const { ask, milliseconds } of round % 2 ? catalogues : catalogues.toReversed()) {
    for (let index = 0; index < QUESTIONS_PER_ROUND; index++) milliseconds.push(await ask());
  }
  say(`Round ${round} of ${ROUNDS}`);
}
say(`\nMain question, first: 50, one client, interleaved rounds, over ${store}`);
for (const { size, milliseconds } of catalogues) {
  say(`  ${size.toLocaleString('en').padStart(9)} offerings: median ${median(milliseconds).toFixed(1)} ms`);
}
const [small, large] = catalogues as [Measured, Measured];
const ratio = median(large.milliseconds) / median(small.milliseconds);
say(`  ratio ${ratio.toFixed(2)} (at most ${MOST})`);
for (const { close } of catalogues) await close();
await stores.close();
process.exitCode = ratio <= MOST ? 0 : 1;
