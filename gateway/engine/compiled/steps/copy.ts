import { CodeWriter, property } from '../code/code-writer.ts';
import { isData, type Data } from './run.ts';
import type { Shape } from './shape.ts';

/** Compiles the copying of what an object has of `shape`, so that neither can change the other. */
export function compileCopy(shape: Shape): (source: Data) => Data {
  const code = new CodeWriter();
  const copy = code.function('source', () => {
    const properties = [...shape].map(([key, below]) => {
      const from = `source${property(key)}`;
      return `${property(key)}: ${below ? `${code.use(copiesValues(below))}(${from})` : from}`;
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
