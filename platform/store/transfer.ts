import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Kysely, Transaction } from 'kysely';
import { ConfigError } from '../config.ts';

/** Rows that are read, and written, at once. */
const ROWS = 500;
const FORMAT = 1;

/** What a store consists of. */
export interface StoreContents {
  readonly subgraph: string;
  /** The names of its migrations, in order. */
  readonly migrations: readonly string[];
  readonly tables: readonly string[];
}

/** The first line of a backup: what follows it. */
interface Head extends Omit<StoreContents, 'tables'> {
  readonly format: number;
}

/** The last line: how much came before, so that a file that was cut is known. */
interface Foot {
  readonly rows: number;
  readonly digest: string;
}

/** Rows of one table. */
interface Some {
  readonly table: string;
  readonly rows: readonly object[];
}

/** Whatever tables there are. */
type AnyTables = Record<string, object>;

/**
 * Writes all rows of a store to a compressed file of JSON lines, the same from either dialect.
 * @param step a transaction that reads one state of the data.
 * @returns how many rows.
 */
export async function writeBackup(
  step: Transaction<unknown>,
  file: string,
  { subgraph, migrations, tables }: StoreContents,
): Promise<number> {
  const lines = new PassThrough();
  const written = pipeline(lines, createGzip(), createWriteStream(file, { flags: 'wx' }));
  // What goes wrong with the file is thrown at the end, or by whoever waits for room.
  written.catch(() => undefined);
  const digest = createHash('sha256');
  let count = 0;
  const write = async (line: object): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    digest.update(text);
    if (!lines.write(text))
      await Promise.race([new Promise((resolve) => lines.once('drain', resolve)), written]);
  };
  await write({ format: FORMAT, subgraph, migrations } satisfies Head);
  for (const table of tables) {
    let rows: object[] = [];
    for await (const row of (step as Transaction<AnyTables>).selectFrom(table).selectAll().stream(ROWS)) {
      rows.push(row as object);
      count += 1;
      if (rows.length < ROWS) continue;
      await write({ table, rows } satisfies Some);
      rows = [];
    }
    if (rows.length > 0) await write({ table, rows } satisfies Some);
  }
  lines.end(`${JSON.stringify({ rows: count, digest: digest.digest('hex') } satisfies Foot)}\n`);
  await written;
  return count;
}

/**
 * Puts the rows of a backup in the place of all that a store holds, in one transaction.
 * @param tables of the store.
 * @returns how many rows.
 * @throws ConfigError where the file is none of this store, of other migrations, or not whole.
 */
export async function readBackup(
  database: Kysely<unknown>,
  file: string,
  { subgraph, migrations, tables }: StoreContents,
): Promise<number> {
  return (database as Kysely<AnyTables>).transaction().execute(async (step) => {
    for (const table of tables) await step.deleteFrom(table).execute();
    const digest = createHash('sha256');
    let head: Head | undefined;
    let foot: Foot | undefined;
    let count = 0;
    for await (const text of linesOf(file)) {
      const line = parse(text, file) as Head | Foot | Some;
      if (foot) throw new ConfigError(`${file}: expected nothing after the last line of a backup.`);
      if (!head) {
        head = line as Head;
        checkHead(head, file, { subgraph, migrations });
      } else if ('table' in line) {
        if (!tables.includes(line.table)) {
          throw new ConfigError(
            `${file}: expected the tables of ${subgraph}, got ${JSON.stringify(line.table)}.`,
          );
        }
        await step.insertInto(line.table).values(line.rows).execute();
        count += line.rows.length;
      } else {
        foot = line as Foot;
        continue;
      }
      digest.update(`${text}\n`);
    }
    if (foot?.rows !== count || foot.digest !== digest.digest('hex')) {
      throw new ConfigError(`${file}: expected a whole backup, got one that was cut or changed.`);
    }
    return count;
  });
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const read = pipeline(createReadStream(file), unpacked);
  read.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Infinity });
    await read;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${file}: expected a backup that can be read (${code ?? message}).`);
  } finally {
    unpacked.destroy();
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${file}: expected lines of JSON.`);
  }
}

function checkHead(head: Head, file: string, { subgraph, migrations }: Omit<StoreContents, 'tables'>): void {
  if (head.format !== FORMAT || head.subgraph !== subgraph) {
    throw new ConfigError(
      `${file}: expected a backup of ${subgraph}, got one of ${JSON.stringify(head.subgraph)}.`,
    );
  }
  if (JSON.stringify(head.migrations) !== JSON.stringify(migrations)) {
    throw new ConfigError(
      `${file}: expected a backup at the migrations ${migrations.join(', ')}, got ${head.migrations.join(', ')}. ` +
        'Restore it with the code that made it, then migrate.',
    );
  }
}
