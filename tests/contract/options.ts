import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const USAGE = `npm run contract -- --subgraph NAME | --all [--check NAME,…] [--junit FILE]
npm run contract -- --subgraph NAME --url URL [--secret FILE | --key FILE | --assertion VIEWER=FILE…]
    [--writes] [--record NAME=ID…] [--promises FILE] [--check NAME,…] [--junit FILE]

  --subgraph   the subgraph to check, by its name in supergraph.yaml
  --all        all of them, in this process
  --url        the address of the subgraph; without it, it runs in this process over SQLite in memory
  --secret     the secret that the gateway shares with the subgraph, by which every question is sealed
  --key        a private JWK with its alg: the gateway's own, with which every question is signed.
               Without any of these: the development key of DATA_DIR
  --assertion  an assertion made before (npm run -s assertion) for a viewer of the promises; may come again
  --writes     let the checks change what the subgraph at --url holds
  --record     the id of a record that is there already, by its name in the promises
  --promises   a file of promises instead of tests/contract/promises/NAME.yaml
  --check      only checks whose names begin so: entities, lists.walk
  --junit      a file for the results in JUnit's format
  --list       say what each check holds, and end

Exit code: 0 where everything is kept, 1 where something is broken, 2 where the command cannot be followed.`;

/** Arguments that cannot be followed; the message says what was expected and what came. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What the command is to do. */
export interface ContractOptions {
  readonly subgraphs: readonly string[];
  /** Null where they run in this process. */
  readonly url: string | null;
  readonly keyFile: string | null;
  readonly secretFile: string | null;
  /** Assertions by the viewer of the promises that each is for. */
  readonly assertions: ReadonlyMap<string, string>;
  readonly mayWrite: boolean;
  readonly records: ReadonlyMap<string, string>;
  readonly promises: string | undefined;
  readonly checks: readonly string[];
  readonly junit: string | null;
  readonly list: boolean;
}

/**
 * Reads the arguments.
 * @param names of the subgraphs that there are.
 * @throws UsageError
 */
export function readOptions(args: readonly string[], names: readonly string[]): ContractOptions {
  const values = parsed(args);
  const { subgraph, all, url, list } = values;
  if (!list && (subgraph === undefined) === !all) {
    throw new UsageError(`expected --subgraph ${names.join('|')} or --all, got ${all ? 'both' : 'neither'}.`);
  }
  if (subgraph !== undefined && !names.includes(subgraph)) {
    throw new UsageError(`--subgraph: expected one of ${names.join(', ')}, got ${JSON.stringify(subgraph)}.`);
  }
  if (url !== undefined && !/^https?:\/\//.test(url)) {
    throw new UsageError(
      `--url: expected an address that begins with https:// or http://, got ${JSON.stringify(url)}.`,
    );
  }
  if (url !== undefined && all) throw new UsageError('--url: expected one --subgraph with it, got --all.');
  const remote = ['secret', 'key', 'assertion', 'writes', 'record'] as const;
  const stray = remote.find((it) => values[it] !== undefined && values[it] !== false);
  if (url === undefined && stray) throw new UsageError(`--${stray}: expected --url with it, got none.`);
  const vouching = (['secret', 'key', 'assertion'] as const).filter((it) => values[it] !== undefined);
  if (vouching.length > 1) {
    throw new UsageError(`--${vouching[0]}: expected it alone, got --${vouching[1]} too.`);
  }
  return {
    subgraphs: subgraph === undefined ? (all ? names : []) : [subgraph],
    url: url ?? null,
    keyFile: values.key ?? null,
    secretFile: values.secret ?? null,
    assertions: new Map(pairs('assertion', values.assertion).map(([viewer, file]) => [viewer, textOf(file)])),
    mayWrite: url === undefined || values.writes,
    records: new Map(pairs('record', values.record)),
    promises: values.promises,
    checks: (values.check ?? []).flatMap((it) => it.split(',')).filter(Boolean),
    junit: values.junit ?? null,
    list,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        subgraph: { type: 'string' },
        all: { type: 'boolean', default: false },
        url: { type: 'string' },
        secret: { type: 'string' },
        key: { type: 'string' },
        assertion: { type: 'string', multiple: true },
        writes: { type: 'boolean', default: false },
        record: { type: 'string', multiple: true },
        promises: { type: 'string' },
        check: { type: 'string', multiple: true },
        junit: { type: 'string' },
        list: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function pairs(option: string, values: readonly string[] = []): [string, string][] {
  return values.map((it) => {
    const [name = '', ...rest] = it.split('=');
    if (name === '' || rest.length === 0) {
      throw new UsageError(`--${option}: expected NAME=VALUE, got ${JSON.stringify(it)}.`);
    }
    return [name, rest.join('=')];
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`--assertion: expected a file that can be read, got ${JSON.stringify(file)}.`);
  }
}
