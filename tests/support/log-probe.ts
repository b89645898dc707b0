import pino, { type Logger } from 'pino';

/** A log whose lines a test can read. */
export class LogProbe {
  readonly #lines: string[] = [];
  readonly logger: Logger = pino(
    { level: 'debug' },
    { write: (line: string) => void this.#lines.push(line) },
  );

  /** Everything logged so far, as text. */
  lines(): string {
    return this.#lines.join('');
  }
}
