import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ANONYMOUS, partnerViewer, type Viewer } from '../../../platform/identity/viewer.ts';
import { CannotCheck } from './check.ts';

const name = z.string().regex(/^[\w.-]+$/);
const text = z.string().min(1);
const document = text;
const variables = z.record(z.string(), z.unknown()).default({});

const viewer = z.strictObject({
  partner: text.optional(),
  subject: text.default('contract-tests'),
  tags: z.array(text).default([]),
  scopes: z.array(text).default([]),
});

/** A change that checks make, so that there is something to look at. */
const change = z.strictObject({ viewer: name, mutation: document, variables });

const record = change.extend({
  /** What variables elsewhere name it by: `$name`. */
  name,
  /** Where its id is in the answer: `registerContract.contract.id`. */
  take: text,
});

const ids = z.union([
  z.array(text).min(1),
  z.strictObject({
    query: document,
    variables,
    /** Where the ids are in the answer: `contracts.edges.node.id`, lists flattened. */
    at: text,
  }),
]);

const entity = z.strictObject({
  type: name,
  /** The field by which it is found. A type with several keys has an entry for each. */
  key: name.default('id'),
  viewer: name,
  /** Some that are there, and that the viewer may see. */
  known: ids,
  /** Whether any id is taken at its word, since another subgraph owns the type. */
  open: z.boolean().default(false),
  /** What is there and may not be shown to a viewer. */
  undisclosed: z.array(z.strictObject({ viewer: name, id: text })).default([]),
});

/** How a row shows that it matches: `shown` is a path in its node, compared with the filter's value. */
const filter = z.strictObject({
  /** Values of the filter's field to try; two at least, so that they can be combined. */
  values: z.array(z.unknown()).min(1),
  shown: text.optional(),
  is: z.enum(['equal', 'atMost', 'atLeast', 'oneOf']).default('equal'),
});

const list = z.strictObject({
  name: text,
  viewer: name,
  /** An operation with `$first` and `$after` that names the connection `page`, wherever it is. */
  query: document,
  variables,
  /** Path in a node to what tells rows apart. */
  key: text.default('id'),
  /** Variable that takes a filter, and what its fields promise. */
  where: z.strictObject({ variable: name, type: name, filters: z.record(name, filter) }).optional(),
  /** Another viewer, for whom the cursors of this one are garbage; absent where a list is one for all. */
  stranger: name.optional(),
  /** A change that adds a row; `{n}` in its variables is another text, or number, each time. */
  insert: change.optional(),
  /** How many times longer a page of 50 may take than one of a single row. */
  ratio: z.number().positive().default(30),
});

const error = z.strictObject({ name: text, viewer: name, query: document, variables, code: name });

const exception = z.strictObject({
  /** The check that makes an exception, such as `design.nullability`. */
  check: name,
  /** The coordinate: `Level.compare`. */
  at: text,
  because: text,
});

const promises = z.strictObject({
  viewers: z.record(name, viewer),
  records: z.array(record).default([]),
  entities: z.array(entity).default([]),
  lists: z.array(list).default([]),
  errors: z.array(error).default([]),
  exceptions: z.array(exception).default([]),
});

/** What a subgraph promises beside its SDL, with what it takes to try it. */
export type Promises = Omit<z.output<typeof promises>, 'viewers'> & {
  readonly viewers: ReadonlyMap<string, Viewer>;
};
export type EntityPromise = Promises['entities'][number];
export type ListPromise = Promises['lists'][number];
export type FilterPromise = z.output<typeof filter>;
export type RecordPromise = Promises['records'][number];
export type Change = z.output<typeof change>;
export type Ids = z.output<typeof ids>;

/** The viewer of a YAML description; without a partner it is the anonymous one. */
export function viewerOf({ partner, subject, tags, scopes }: z.output<typeof viewer>): Viewer {
  return partner === undefined ? ANONYMOUS : partnerViewer(partner, subject, tags, scopes);
}

const consumer = z.strictObject({
  viewer,
  /** What operations take from the answers of earlier ones. */
  operations: z
    .record(
      name,
      z.strictObject({
        after: name,
        /** By path in the variables, the path in the earlier operation's answer. */
        take: z.record(text, text),
      }),
    )
    .default({}),
});
export type ConsumerFile = z.output<typeof consumer>;

/** Reads what is said of a consumer beside its operations. @throws CannotCheck */
export function readConsumer(file: string): ConsumerFile {
  return read(file, consumer);
}

/** Reads a subgraph's promises. @throws CannotCheck where the file is not there or says what cannot be meant. */
export function readPromises(file: string): Promises {
  const { viewers, ...rest } = read(file, promises);
  const known = new Map(Object.entries(viewers).map(([key, it]) => [key, viewerOf(it)]));
  const { records, entities, lists, errors } = rest;
  const named = [
    ...[...records, ...entities, ...lists, ...errors].map((it) => it.viewer),
    ...entities.flatMap((it) => it.undisclosed.map((one) => one.viewer)),
    ...lists.flatMap((it) => [it.stranger, it.insert?.viewer].filter((one) => one !== undefined)),
  ];
  const unknown = named.find((it) => !known.has(it));
  if (unknown !== undefined) {
    throw new CannotCheck(
      `${file}: viewers: expected ${unknown}, which is named further down, got ${[...known.keys()].join(', ')}.`,
    );
  }
  return { ...rest, viewers: known };
}

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotCheck(`${file}: expected a YAML file that can be read: ${(error as Error).message}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CannotCheck(`${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}
