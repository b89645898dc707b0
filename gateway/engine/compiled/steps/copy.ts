import { CodeWriter, key, property } from '../code/code-writer.ts';
import { DEEPEST_VALUE } from '../depth.ts';
import { isData, type Data } from './run.ts';
import type { Shape } from './shape.ts';

/** Compiles the copying of what an object has of `shape`, so that neither can change the other. */
export function compileCopy(shape: Shape): (source: Data) => Data {
  const code = new CodeWriter();
  const copy = code.function('source', () => {
    const properties = [...shape].map(([name, below]) => {
      const from = `source${property(name)}`;
      return `${key(name)}: ${below ? `${code.use(copiesValues(below))}(${from})` : from}`;
    });
    return `return { ${properties.join(', ')} };`;
  });
  return code.build(copy);
}

function copiesValues(shape: Shape): (value: unknown) => unknown {
  const copy = compileCopy(shape);
  const copyValues = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copyValues);
    return isData(value) ? copy(value) : value;
  };
  return copyValues;
}

/** A copy of an answer's objects and lists. Deeper than any operation can ask, there are values of scalars only. */
export function copyOf(data: Data): Data {
  return copied(data, DEEPEST_VALUE) as Data;
}

function copied(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value;
  if (Array.isArray(value)) return value.map((it) => copied(it, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, copied(it, levels - 1)]));
}
