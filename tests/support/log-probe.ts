import type { Logger } from 'pino';
import { createLog } from '../../platform/log.ts';

/** A log as the product's own, whose lines a test can read. */
export class LogProbe {
  readonly #lines: string[] = [];
  readonly logger: Logger;

  constructor(level = 'debug') {
    this.logger = createLog(level, { write: (line: string) => void this.#lines.push(line) });
  }

  /** Everything logged so far, as text. */
  lines(): string {
    return this.#lines.join('');
  }

  /** Everything logged so far, read. */
  records(): Record<string, unknown>[] {
    return this.#lines.map((it) => JSON.parse(it) as Record<string, unknown>);
  }
}
