import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readEnv, toConfig, type Config } from '../platform/config.ts';
import { runTool } from '../platform/process.ts';
import { migratorDatabase, servedDatabase } from '../platform/store/configured.ts';
import type { Say, StoreKeeper } from '../platform/store/keeper.ts';
import { embeddedKeeper } from '../platform/store/sqlite/keeper.ts';
import { ALL_DATABASES } from './databases.ts';

const USAGE = `Usage: npm run db -- COMMAND …, one after the other
  migrate         makes the schemas and brings them up to date
  seed            seeds them from the facts (FACTS_DIR, else those that ship)
  roles           makes the roles of DATABASE_URL, with their rights and no other
  status          says how far each is; exit code 1 where one cannot be served
  backup FOLDER   writes what they hold to files in a folder
  restore FOLDER  puts what such files hold in the place of all that they hold
The database is that of DATABASE_MIGRATOR_URL; without, the embedded stores in DATA_DIR.`;

type Run = (keeper: StoreKeeper) => Promise<void>;

/** Looks after the stores. */
await runTool(async (say) => {
  const config = toConfig(readEnv());
  const { runs, reads } = stepsOf(process.argv.slice(2), config, say);
  const all = async (keeper: StoreKeeper): Promise<void> => {
    for (const run of runs) await run(keeper);
  };
  await withKeeper(config, say, (keeper) => (reads ? all(keeper) : keeper.alone(() => all(keeper))));
});

/** What the arguments ask for, and whether all of it only reads. */
function stepsOf(args: readonly string[], config: Config, say: Say): { runs: Run[]; reads: boolean } {
  const runs: Run[] = [];
  let reads = true;
  for (let at = 0; at < args.length || at === 0; at += 1) {
    const command = args[at] ?? '';
    const takesFolder = command === 'backup' || command === 'restore';
    const folder = takesFolder ? args[(at += 1)] : undefined;
    const commands = commandsOf(folder, config, say);
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!run || (takesFolder && folder === undefined)) {
      throw new ConfigError(`Expected a command, got ${JSON.stringify(args.join(' '))}.\n${USAGE}`);
    }
    runs.push(run);
    reads &&= command === 'status' || command === 'backup';
  }
  return { runs, reads };
}

function commandsOf(folder: string | undefined, config: Config, say: Say): Readonly<Record<string, Run>> {
  const fileIn = (it: { readonly name: string }) => join(folder as string, `${it.name}.jsonl.gz`);
  return {
    async migrate(keeper) {
      for (const it of ALL_DATABASES) await keeper.migrate(it);
    },
    async seed(keeper) {
      for (const it of ALL_DATABASES) {
        const factsDirectory = config.FACTS_DIR && join(config.FACTS_DIR, it.name);
        await keeper.seed(it, { factsDirectory, clock: () => new Date() });
      }
    },
    roles: (keeper) => makeRoles(keeper, config, say),
    async status(keeper) {
      for (const it of ALL_DATABASES) if (!(await keeper.status(it))) process.exitCode = 1;
    },
    async backup(keeper) {
      mkdirSync(folder as string, { recursive: true });
      for (const it of ALL_DATABASES) await keeper.backup(it, fileIn(it));
    },
    async restore(keeper) {
      for (const it of ALL_DATABASES) await keeper.restore(it, fileIn(it));
    },
  };
}

async function withKeeper(
  config: Config,
  say: Say,
  work: (keeper: StoreKeeper) => Promise<void>,
): Promise<void> {
  const migrator = migratorDatabase(config);
  if (!migrator && config.DATABASE_URL) {
    throw new ConfigError(
      'DATABASE_MIGRATOR_URL: expected the database with the role that owns the schemas, got nothing.',
    );
  }
  if (!migrator) {
    await work(embeddedKeeper(config.DATA_DIR, say));
    return;
  }
  const { Administration } = await import('../platform/store/postgres/administration.ts');
  await Administration.over(migrator, say, work);
}

async function makeRoles(keeper: StoreKeeper, config: Config, say: Say): Promise<void> {
  const served = servedDatabase(config);
  const { Administration } = await import('../platform/store/postgres/administration.ts');
  if (!served || !(keeper instanceof Administration)) {
    throw new ConfigError(
      'DATABASE_URL: expected the database with the role of each subgraph, and DATABASE_MIGRATOR_URL with that of their owner.',
    );
  }
  const roles = await import('../platform/store/postgres/roles.ts');
  await roles.makeRoles(keeper, ALL_DATABASES, served, say);
}
