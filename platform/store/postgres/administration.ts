import { Kysely, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { ConfigError } from '../../config.ts';
import type { SubgraphEnvironment } from '../../subgraph/define.ts';
import { allMigrations, migrate, seedOnce } from '../database.ts';
import type { AnyStoreDefinition } from '../definition.ts';
import { secondsSince, type Say, type StoreKeeper } from '../keeper.ts';
import { readBackup, writeBackup, type StoreContents } from '../transfer.ts';
import { connected, connectionConfig, poolOf } from './connections.ts';
import { sessionDialect } from './driver.ts';
import { alone } from './migration-lock.ts';
import { applyRules, dataTables, grantRights, rolesOf, takeRulesAway } from './schema-rules.ts';
import { isUpToDate, readSchemaState, type SchemaState } from './schema-state.ts';
import type { PostgresSettings } from './settings.ts';
import type { OnStatement } from '../statements.ts';

/** What looks after the schemas of a database, as their owner. */
export class Administration implements StoreKeeper {
  readonly #settings: PostgresSettings;
  readonly #client: pg.Client;
  readonly #say: Say;

  private constructor(settings: PostgresSettings, client: pg.Client, say: Say) {
    this.#settings = settings;
    this.#client = client;
    this.#say = say;
  }

  /**
   * Runs `work` over a connection as the owner of the schemas.
   * @param address where the database is and as whom; work as large as a seed has no deadline.
   */
  static async over<Result>(
    address: Pick<PostgresSettings, 'url' | 'passwordFile' | 'passwordVariable' | 'connectMilliseconds'>,
    say: Say,
    work: (administration: Administration) => Promise<Result>,
  ): Promise<Result> {
    const settings = { ...address, connections: 1, statementMilliseconds: 0 };
    const client = await connected(connectionConfig(settings, 'pg_catalog'), 'DATABASE_MIGRATOR_URL');
    try {
      return await work(new Administration(settings, client, say));
    } finally {
      await client.end();
    }
  }

  /** The connection, for statements that no other method has. */
  get client(): pg.ClientBase {
    return this.#client;
  }

  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return alone(this.#client, work, () =>
      this.#say('Another process brings the schemas up to date: waiting for it.'),
    );
  }

  /** Brings the rules of the schema and the rights of its roles up to date too, all in one transaction. */
  async migrate(definition: AnyStoreDefinition): Promise<void> {
    const { name, migrations } = definition;
    const began = performance.now();
    const { ran: before, missing } = await this.state(definition);
    const later = before.filter((it) => !(it in allMigrations(migrations)));
    if (later.length > 0) {
      throw new ConfigError(
        `DATABASE_MIGRATOR_URL: expected a schema ${name} of this release or before, but it is at ${later.join(', ')}. ` +
          'Use the code that brought it there.',
      );
    }
    await this.#client.query(`create schema if not exists ${pg.escapeIdentifier(name)}`);
    const done = await this.#step(name, async (step) => {
      if (missing.length > 0) await takeRulesAway(step, name);
      const ran = await migrate(step, migrations, name);
      const ruled = await applyRules(step, definition, ran.length > 0);
      await grantRights(step, definition, await rolesOf(step, name));
      return [...ran, ...(ruled ? ['rules'] : [])];
    });
    this.#say(
      done.length > 0
        ? `${name}: ${done.join(', ')} (${secondsSince(began)})`
        : `${name}: up to date already`,
    );
  }

  /**
   * Seeds the schema from the facts, unless it holds exactly these.
   * @param onStatement called with the text of every statement that runs.
   * @throws ImportRejected where a record cannot be taken; nothing is changed then.
   */
  async seed(
    definition: AnyStoreDefinition,
    environment: Pick<SubgraphEnvironment, 'factsDirectory' | 'clock'>,
    onStatement?: OnStatement,
  ): Promise<void> {
    const began = performance.now();
    await this.#requireTables(definition);
    const facts = definition.facts(environment);
    this.#say(`${definition.name}: comparing the facts …`);
    const seedFacts = (database: Kysely<unknown>): Promise<boolean> =>
      seedOnce(database, facts.digest, (step) => {
        this.#say(`${definition.name}: seeding …`);
        return facts.seed(step);
      });
    const seeded = await this.#withDatabase(definition.name, seedFacts, onStatement);
    if (seeded) await this.#analyse(definition.name);
    this.#say(
      seeded
        ? `${definition.name}: seeded (${secondsSince(began)})`
        : `${definition.name}: holds these facts already`,
    );
  }

  /** Gives roles their rights in the schema, and takes all others. */
  grant(definition: AnyStoreDefinition, roles: readonly string[]): Promise<void> {
    return this.#step(definition.name, (step) => grantRights(step, definition, roles));
  }

  async status(definition: AnyStoreDefinition): Promise<boolean> {
    const { name } = definition;
    const state = await this.state(definition);
    const roles = await this.#withDatabase(name, (database) => rolesOf(database, name));
    const tables = state.missing.length > 0 ? `lacks ${state.missing.join(', ')}` : `at ${state.ran.at(-1)}`;
    const { digest } = definition.facts({ clock: () => new Date() });
    const facts =
      state.facts === null
        ? 'not seeded'
        : state.facts === digest
          ? 'holds the facts that ship'
          : 'holds other facts';
    const granted = roles.length > 0 ? `role ${roles.join(', ')}` : 'no role may use it';
    this.#say(`${name}: ${tables}; ${facts}; ${granted}`);
    return isUpToDate(state) && roles.length > 0;
  }

  async backup(definition: AnyStoreDefinition, file: string): Promise<void> {
    const began = performance.now();
    const contents = await this.#contents(definition);
    const rows = await this.#withDatabase(definition.name, (database) =>
      database
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((step) => writeBackup(step, file, contents)),
    );
    this.#say(`${definition.name}: ${rows} rows to ${file} (${secondsSince(began)})`);
  }

  async restore(definition: AnyStoreDefinition, file: string): Promise<void> {
    const began = performance.now();
    const contents = await this.#contents(definition);
    const rows = await this.#withDatabase(definition.name, (database) =>
      readBackup(database, file, contents),
    );
    await this.#analyse(definition.name);
    this.#say(`${definition.name}: ${rows} rows from ${file} (${secondsSince(began)})`);
  }

  async #contents(definition: AnyStoreDefinition): Promise<StoreContents> {
    const { name, migrations } = definition;
    await this.#requireTables(definition);
    const tables = await this.#withDatabase(name, (database) => dataTables(database, name));
    return { subgraph: name, migrations: Object.keys(allMigrations(migrations)).sort(), tables };
  }

  /** Has the planner know what the tables hold now. */
  async #analyse(schema: string): Promise<void> {
    await this.#withDatabase(schema, async (database) => {
      const names = (await dataTables(database, schema)).map(pg.escapeIdentifier);
      await sql.raw(`analyze ${names.join(', ')}`).execute(database);
    });
  }

  async #requireTables(definition: AnyStoreDefinition): Promise<void> {
    const { missing } = await this.state(definition);
    if (missing.length === 0) return;
    throw new ConfigError(
      `DATABASE_MIGRATOR_URL: expected a schema ${definition.name} that is up to date, but it lacks ${missing.join(', ')}. ` +
        'Run: npm run db -- migrate',
    );
  }

  /** How far the schema is. */
  state(definition: AnyStoreDefinition): Promise<SchemaState> {
    return readSchemaState(this.#client, definition);
  }

  #step<Result>(schema: string, work: (step: Transaction<unknown>) => Promise<Result>): Promise<Result> {
    return this.#withDatabase(schema, (database) => database.transaction().execute(work));
  }

  async #withDatabase<Result>(
    schema: string,
    work: (database: Kysely<unknown>) => Promise<Result>,
    onStatement?: OnStatement,
  ): Promise<Result> {
    const pool = poolOf({ ...connectionConfig(this.#settings, schema), max: 1 });
    const database = new Kysely<unknown>({
      dialect: sessionDialect({
        pool,
        readOnly: false,
        session: () => undefined,
        onFailure: () => undefined,
      }),
      log: onStatement ? ({ query, queryDurationMillis }) => onStatement(query.sql, queryDurationMillis) : [],
    });
    try {
      return await work(database);
    } finally {
      await database.destroy();
      if (!pool.ending) await pool.end();
    }
  }
}
