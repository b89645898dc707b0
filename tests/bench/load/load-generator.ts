import { join } from 'node:path';
import { Child } from '../servers/child.ts';
import type { LoadOrder, LoadResult } from './messages.ts';

/** An answer under load that is none, or not the one that was compared with the other servers'. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
}

/** Puts load on servers, from a process of its own. */
export class LoadGenerator {
  readonly #child = new Child({
    name: 'load generator',
    args: [join(import.meta.dirname, 'generator-process.js')],
    environment: { NODE_ENV: 'production' },
  });

  /** @throws UnexpectedAnswer */
  async run(order: LoadOrder): Promise<LoadResult> {
    const { result } = await this.#child.ask<{ result: LoadResult }>({ order }, (it) => 'result' in it);
    if (result.failure) throw new UnexpectedAnswer(result.failure);
    return result;
  }
}
