import { Kysely } from 'kysely';
import pg from 'pg';
import type { SubgraphEnvironment } from '../../subgraph/define.ts';
import { migrate, seedOnce } from '../database.ts';
import type { AnyStoreDefinition } from '../definition.ts';
import { connectionConfig } from './connections.ts';
import { sessionDialect } from './driver.ts';
import { alone } from './migration-lock.ts';
import { applySchemaRules, dataTables, grantStatements, rolesOf } from './schema-rules.ts';
import { readSchemaState, type SchemaState } from './schema-state.ts';
import type { PostgresSettings } from './settings.ts';
import type { OnStatement } from '../statements.ts';

/** Tells a person, line by line, what is done. */
export type Say = (line: string) => void;

/** What looks after the schemas of a database, as their owner. */
export class Administration {
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
    address: Pick<PostgresSettings, 'url' | 'passwordFile' | 'connectMilliseconds'>,
    say: Say,
    work: (administration: Administration) => Promise<Result>,
  ): Promise<Result> {
    const settings = { ...address, connections: 1, statementMilliseconds: 0 };
    const client = new pg.Client(connectionConfig(settings, 'pg_catalog'));
    await client.connect();
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

  /** Runs `work` while no other process brings schemas of this database up to date. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return alone(this.#client, work, () =>
      this.#say('Another process brings the schemas up to date: waiting for it.'),
    );
  }

  /** Creates the schema where there is none, and brings it, its rules and the rights of its roles up to date. */
  async migrate(definition: AnyStoreDefinition): Promise<void> {
    const { name } = definition;
    const began = performance.now();
    await this.#client.query(`create schema if not exists ${pg.escapeIdentifier(name)}`);
    const ran = await this.#withDatabase(name, (database) => migrate(database, definition.migrations, name));
    const ruled = await applySchemaRules(this.#client, definition);
    await this.grant(definition, await rolesOf(this.#client, name));
    const done = [...ran, ...(ruled ? ['rules'] : [])];
    this.#say(
      done.length > 0
        ? `${name}: ${done.join(', ')} (${secondsSince(began)} s)`
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
    const facts = definition.facts(environment);
    this.#say(`${definition.name}: comparing the facts …`);
    const seedFacts = (database: Kysely<unknown>): Promise<boolean> =>
      seedOnce(database, facts.digest, (step) => {
        this.#say(`${definition.name}: seeding …`);
        return facts.seed(step);
      });
    const seeded = await this.#withDatabase(definition.name, seedFacts, onStatement);
    this.#say(
      seeded
        ? `${definition.name}: seeded (${secondsSince(began)} s)`
        : `${definition.name}: holds these facts already`,
    );
  }

  /** Gives roles their rights in the schema, and takes all others. */
  async grant(definition: AnyStoreDefinition, roles: readonly string[]): Promise<void> {
    if (roles.length === 0) return;
    const tables = await dataTables(this.#client, definition.name);
    await this.#client.query(['begin', ...grantStatements(definition, tables, roles), 'commit'].join(';\n'));
  }

  /** How far the schema is. */
  state(definition: AnyStoreDefinition): Promise<SchemaState> {
    return readSchemaState(this.#client, definition);
  }

  async #withDatabase<Result>(
    schema: string,
    work: (database: Kysely<unknown>) => Promise<Result>,
    onStatement?: OnStatement,
  ): Promise<Result> {
    const pool = new pg.Pool({ ...connectionConfig(this.#settings, schema), max: 1 });
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

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
