import { CannotCheck, shown } from './check.ts';

/** All values at a path such as `contracts.edges.node.id`; lists on the way are gone through. */
export function valuesAt(value: unknown, path: string): unknown[] {
  const step = (from: unknown, keys: readonly string[]): unknown[] => {
    if (Array.isArray(from)) return from.flatMap((it) => step(it, keys));
    const [key, ...rest] = keys;
    if (key === undefined) return [from];
    if (typeof from !== 'object' || from === null) return [];
    return step((from as Record<string, unknown>)[key], rest);
  };
  return step(value, path.split('.'));
}

/** The one text at a path. @throws CannotCheck where there is none. */
export function textAt(value: unknown, path: string): string {
  const [found] = valuesAt(value, path);
  if (typeof found !== 'string') throw new CannotCheck(`${path}: expected a text, got ${shown(found)}.`);
  return found;
}

/** The first object under `name`, wherever it is. */
export function findNamed(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && name in value) return (value as Record<string, unknown>)[name];
  for (const it of Object.values(value)) {
    const found = findNamed(it, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
