import pino, { type Logger } from 'pino';

/**
 * The process's log: JSON lines on standard error, so that standard output stays for what a person asked
 * for. Tokens and keys never reach it.
 */
export function createLog(level: string): Logger {
  return pino(
    { level, redact: ['*.authorization', '*.headers.authorization', '*.token', '*.assertion'] },
    pino.destination({ dest: 2, sync: false }),
  );
}
