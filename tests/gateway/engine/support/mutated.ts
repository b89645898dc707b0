import fc, { type GeneratorValue } from 'fast-check';

/** Stands in every error that a mutation writes; nothing of it may reach a client. */
export const SECRET = 'postgres://user:password@10.0.0.7';

type Json = unknown;

const VALUES: readonly Json[] = [
  null,
  true,
  -1,
  2 ** 31,
  1e308,
  '',
  'text',
  'Book',
  [],
  [null],
  [[1]],
  {},
  { __typename: 'Book' },
  { __typename: 'Nothing' },
  { __typename: 5, id: [] },
  JSON.parse('{"__proto__":{"polluted":1},"constructor":1,"toString":2}'),
];

const SECRETS = { message: SECRET, extensions: { code: SECRET, stacktrace: [SECRET], service: SECRET } };
const ERRORS: readonly Json[] = [
  SECRETS,
  { ...SECRETS, path: ['_entities', 0] },
  { ...SECRETS, path: ['_entities', 99, 'x'] },
  { ...SECRETS, path: ['__proto__', 'constructor'] },
  { ...SECRETS, path: [0, -1, 1.5] },
  { ...SECRETS, path: 'path' },
  { ...SECRETS, path: Array.from({ length: 100_000 }, () => 0) },
  { ...SECRETS, path: { length: 3 } },
  { message: { text: SECRET }, path: [['_entities']], extensions: SECRET },
  { message: 5, locations: SECRET },
  null,
  SECRET,
  [],
];

/** A subgraph's answer after some of it was lost, replaced, moved or made up. */
export function mutated(g: GeneratorValue, answer: Json): Json {
  const copy: Json = structuredClone(answer);
  const kind = g(fc.integer, { min: 0, max: 11 });
  if (kind === 0) return pick(g, [...VALUES, { data: pick(g, VALUES) }, { data: copy }]);
  if (kind === 1) return { ...(copy as object), errors: pick(g, [...VALUES.slice(1), ...ERRORS]) };
  const changed = kind < 9 ? changedSomewhere(g, copy) : copy;
  if (kind < 7) return changed;
  const errors = Array.from({ length: g(fc.integer, { min: 1, max: 3 }) }, () => anError(g, copy));
  return { ...(changed as object), errors };
}

/** An error that says some place of the answer, or none that there is. */
function anError(g: GeneratorValue, answer: Json): Json {
  if (g(fc.boolean)) return pick(g, ERRORS);
  const path: (string | number)[] = [];
  let value = (answer as { data?: Json } | null)?.data;
  while (typeof value === 'object' && value !== null && (path.length === 0 || g(fc.boolean))) {
    const keys = Object.keys(value);
    if (keys.length === 0) break;
    const key = pick(g, keys);
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Record<string, Json>)[key];
  }
  return { ...SECRETS, path };
}

function changedSomewhere(g: GeneratorValue, value: Json): Json {
  if (typeof value !== 'object' || value === null) return pick(g, VALUES);
  const keys = Object.keys(value);
  if (keys.length === 0 || g(fc.integer, { min: 0, max: 5 }) === 0) return changed(g, value);
  const key = pick(g, keys);
  const holder = value as Record<string, Json>;
  holder[key] = changedSomewhere(g, holder[key]);
  return value;
}

function changed(g: GeneratorValue, value: object): Json {
  const kind = g(fc.integer, { min: 0, max: 4 });
  if (Array.isArray(value)) {
    if (kind === 0) return value.toReversed();
    if (kind === 1) return value.slice(1);
    if (kind === 2) return [...value, ...value.slice(0, 1)];
    if (kind === 3) return [...value.slice(1), ...value.slice(0, 1)];
  } else if (kind < 3) {
    const [first, ...others] = Object.entries(value);
    if (kind === 0) return Object.fromEntries(others);
    if (kind === 1) return { ...value, [first?.[0] ?? 'x']: pick(g, VALUES), more: SECRET };
    return { ...value, __typename: pick(g, ['Book', 'Film', 'Nothing', '', 5, null]) };
  }
  return pick(g, VALUES);
}

function pick<Value>(g: GeneratorValue, values: readonly Value[]): Value {
  return values[g(fc.integer, { min: 0, max: values.length - 1 })] as Value;
}
