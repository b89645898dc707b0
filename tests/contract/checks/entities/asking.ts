import { CannotCheck } from '../../harness/check.ts';
import type { ContractContext } from '../../harness/context.ts';
import { valuesAt } from '../../harness/paths.ts';
import type { EntityPromise } from '../../harness/promises.ts';
import type { Answer } from '../../harness/subject.ts';

/** The most ids that are taken of a type. */
const MOST_KNOWN = 200;

/** What answers call the key of an entity: no schema has a field of this name. */
export const KEY = 'keyOfTheEntity';

/** An entity as an answer shows it. */
export type Entity = Record<string, unknown> | null;

/** What an answer to `_entities` holds; undefined where it holds no list. */
export function entitiesIn(answer: Answer): readonly Entity[] | undefined {
  const list = answer.data?.['_entities'];
  return Array.isArray(list) ? (list as Entity[]) : undefined;
}

/** Asks for entities by their representations, on behalf of the viewer that `promise` names or of another. */
export function askEntities(
  { records }: ContractContext,
  { type, key, viewer }: Pick<EntityPromise, 'type' | 'key' | 'viewer'>,
  representations: readonly unknown[],
  selection = '',
): Promise<Answer> {
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { __typename ... on ${type} { ${KEY}: ${key} } ${selection} }
  }`;
  return records.ask(viewer, query, { representations });
}

/** Representations by keys alone. */
export function representationsOf({ type, key }: EntityPromise, ids: readonly string[]): object[] {
  return ids.map((id) => ({ __typename: type, [key]: id }));
}

/** The ids of a type that are there, and that its viewer may see. @throws CannotCheck where there are none. */
export async function knownIds({ records }: ContractContext, promise: EntityPromise): Promise<string[]> {
  const { known, viewer, type } = promise;
  const found = Array.isArray(known)
    ? await records.fill(known, viewer)
    : valuesAt(await records.data(viewer, known.query, known.variables), known.at);
  const ids = [...new Set(found.filter((it): it is string => typeof it === 'string'))];
  if (ids.length === 0) throw new CannotCheck(`entities: ${type}: expected known ids, got none.`);
  return ids.slice(0, MOST_KNOWN);
}

/** Ids that nobody has, among them some that look like `known`. */
export function madeUpIds(type: string, known: string): string[] {
  return [
    `no-such-${type.toLowerCase()}`,
    `${known}x`,
    ` ${known}`,
    known.slice(0, -1) || '-',
    `${known}' or '1'='1`,
    '%',
    `${known}\u0000`,
    '💥',
    'x'.repeat(5_000),
  ];
}
