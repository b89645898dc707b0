import { CodeWriter } from '../code/code-writer.ts';
import type { Shaper } from './shaping.ts';

/** Builds the fast code of `shaper`: it gives the client's value and throws `FLAWED` at the first flaw. */
export function fastShape(shaper: Shaper): (value: unknown) => unknown {
  const code = new CodeWriter();
  return code.build(code.function('value', () => `return ${shaper.write('value', code)};`));
}
