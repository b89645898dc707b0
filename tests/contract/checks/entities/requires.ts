import { Kind, parse, type SelectionSetNode } from 'graphql';
import { shown, type Check, type Trial } from '../../harness/check.ts';
import { representationsIn, type ContractContext } from '../../harness/context.ts';
import type { Exchange } from '../../harness/federation.ts';
import { codesOf } from '../../harness/subject.ts';
import { entityFields, shapeFaults } from '../consumers/shape.ts';
import { typesOf } from '../sdl/definitions.ts';

type Representation = Record<string, unknown>;
type Path = readonly string[];

/** How many paths are tried for each kind of fault, spread over all that is required. */
const PATHS = 12;
/** Representations of one request. */
const AT_A_TIME = 8;
const HOSTILE: readonly unknown[] = [
  0,
  '',
  '💥',
  [],
  {},
  true,
  -1e300,
  'x'.repeat(5_000),
  [[null]],
  { __typename: 'Query', toString: null },
];

/** What other subgraphs give may be missing, and is not believed. */
export const requires: Check = {
  name: 'entities.requires',
  says: 'Fields with @requires answer where what they require is null; where it is partial or hostile they answer, or refuse it as BAD_USER_INPUT, and never fail.',
  async run(context, trial) {
    const { servedSdl, exchanges, contract } = context;
    for (const [type, { fields = [] }] of typesOf(await servedSdl())) {
      for (const field of fields) {
        const required = requiredBy(field.directives ?? []);
        if (required === null) continue;
        const at = `${type}.${field.name.value}`;
        const exchange = (await exchanges()).find(
          (it) => it.answer && it.query.includes(field.name.value) && representationsIn(it, type).length > 0,
        );
        const [whole] = exchange ? representationsIn(exchange, type) : [];
        const place = entityFields(exchange?.query ?? '{ none }').find(({ variable }) =>
          (exchange?.variables[variable] as unknown[] | undefined)?.includes(whole),
        );
        if (!exchange || !whole || !place) {
          trial.leaveOut(`${at}: no operation of a consumer of ${contract.name} asks for it`);
          continue;
        }
        await tryAll(context, trial, { at, exchange, whole, paths: pathsOf(required), field: place });
      }
    }
  },
};

interface Requirement {
  readonly at: string;
  readonly exchange: Exchange;
  /** The representation as the gateway sent it. */
  readonly whole: Representation;
  readonly paths: readonly Path[];
  /** Where the exchange has the entities: their key in the answer, the variable of their representations. */
  readonly field: { readonly key: string; readonly variable: string };
}

interface Case {
  readonly what: string;
  readonly representation: Representation;
  readonly mayRefuse: boolean;
}

async function tryAll(context: ContractContext, trial: Trial, requirement: Requirement): Promise<void> {
  const schema = await context.servedSchema();
  const { at, exchange, field } = requirement;
  const cases = casesOf(requirement);
  for (let start = 0; start < cases.length; start += AT_A_TIME) {
    const some = cases.slice(start, start + AT_A_TIME);
    const variables = {
      ...exchange.variables,
      [field.variable]: some.map((it) => it.representation),
    };
    const { viewer, query } = exchange;
    const answer = await context.subject.ask({ viewer, query, variables });
    const faults = answer?.data ? await shapeFaults(schema, { query, variables }, answer.data) : [];
    for (const [index, { what, mayRefuse }] of some.entries()) {
      const errors = (answer?.errors ?? []).filter((it) => it.path === undefined || it.path[1] === index);
      const codes = codesOf({ errors });
      const entity = (answer?.data?.[field.key] as unknown[] | undefined)?.[index];
      const isTaken = codes.length === 0 && entity !== null && entity !== undefined;
      const isRefused = mayRefuse && codes.length > 0 && codes.every((it) => it === 'BAD_USER_INPUT');
      const misshapen = faults.filter((it) => it.at.startsWith(`${field.key}.${index}`));
      trial.expect((isTaken && misshapen.length === 0) || isRefused, () => ({
        at: `${at} with ${what}`,
        expected: mayRefuse ? 'an answer, or BAD_USER_INPUT' : 'an answer without what is missing',
        came: shown(errors.length > 0 ? errors : (misshapen[0] ?? answer?.data ?? answer)),
        todo: 'Read what is required as input: check its form, and answer without what is not there.',
      }));
    }
  }
}

function casesOf({ whole, paths }: Requirement): Case[] {
  const nulls = paths.filter((it) => it.length === 1);
  return [
    ...nulls.map((path) => ({
      what: `${path.join('.')} null`,
      representation: changed(whole, path, () => null),
      mayRefuse: false,
    })),
    {
      what: 'everything null',
      representation: nulls.reduce((it, path) => changed(it, path, () => null), whole),
      mayRefuse: false,
    },
    ...spread(paths).map((path) => ({
      what: `no ${path.join('.')}`,
      representation: changed(whole, path, () => undefined),
      mayRefuse: true,
    })),
    ...spread(paths).map((path, index) => {
      const hostile = HOSTILE[index % HOSTILE.length];
      return {
        what: `${path.join('.')} being ${shown(hostile, 30)}`,
        representation: changed(whole, path, () => hostile),
        mayRefuse: true,
      };
    }),
  ];
}

function spread(paths: readonly Path[]): Path[] {
  const step = Math.max(1, paths.length / PATHS);
  return paths.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** A copy with another value at a path, in the first row of each list on the way; `undefined` takes it away. */
function changed(whole: Representation, path: Path, value: () => unknown): Representation {
  const copy = structuredClone(whole);
  const put = (into: unknown, [key = '', ...rest]: Path): void => {
    if (Array.isArray(into)) return put(into[0], [key, ...rest]);
    if (typeof into !== 'object' || into === null) return;
    const object = into as Record<string, unknown>;
    if (rest.length > 0) return put(object[key], rest);
    const made = value();
    if (made === undefined) delete object[key];
    else object[key] = made;
  };
  put(copy, path);
  return copy;
}

function requiredBy(
  directives: readonly {
    readonly name: { readonly value: string };
    readonly arguments?: readonly { readonly value: { readonly kind: Kind; readonly value?: unknown } }[];
  }[],
): SelectionSetNode | null {
  const argument = directives.find((it) => it.name.value === 'requires')?.arguments?.[0]?.value;
  if (argument?.kind !== Kind.STRING) return null;
  const [operation] = parse(`{${String(argument.value)}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : null;
}

function pathsOf({ selections }: SelectionSetNode): Path[] {
  return selections.flatMap((it) => {
    if (it.kind !== Kind.FIELD) return [];
    const below = it.selectionSet ? pathsOf(it.selectionSet) : [];
    return [[it.name.value], ...below.map((path) => [it.name.value, ...path])];
  });
}
