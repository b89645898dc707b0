import { join } from 'node:path';
import { Child } from '../servers/child.ts';
import type { LoadOrder, LoadResult } from './messages.ts';

/** Puts load on servers, from a process of its own. */
export class LoadGenerator {
  readonly #child = new Child({
    name: 'load generator',
    args: [join(import.meta.dirname, 'generator-process.js')],
    environment: { NODE_ENV: 'production' },
  });

  /** @throws where an answer is not the expected. */
  async run(server: string, order: LoadOrder): Promise<LoadResult> {
    const { result } = await this.#child.ask<{ result: LoadResult }>({ order }, (it) => 'result' in it);
    if (result.failure) throw new Error(`${server}: ${result.failure}.`);
    return result;
  }
}
