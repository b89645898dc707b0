import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** What no line may hold under its own name, wherever it stands. */
const SECRETS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'token',
  'assertion',
  'password',
  'secret',
  'variables',
];
/** The longest text of an error that a line holds. */
const TEXT = 4_000;
/** A signed token, also one whose payload is detached. */
const TOKEN = /\beyJ[\w-]{4,}\.[\w-]*\.[\w-]*/g;
const BEARER = /\bBearer\s+(?!\[token\])[^\s"'\\,;]+/gi;
/** What moves a terminal or turns a line around, and JSON lets pass: C1 controls, line and direction marks. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * The process's log: JSON lines on standard error, so that standard output stays for what a person asked
 * for. Whatever is logged, tokens and keys never reach it, and a line is one line.
 */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  return pino(options(level), destination);
}

/** A log in the form that Apollo's packages take: their own lines at debug level, warnings and errors as such. */
export function apolloLog(
  log: Logger,
): Record<'debug' | 'info' | 'warn' | 'error', (message?: unknown) => void> {
  return {
    debug: () => undefined,
    info: (message) => log.debug(String(message)),
    warn: (message) => log.warn(String(message)),
    error: (message) => log.error(String(message)),
  };
}

function options(level: string): LoggerOptions {
  return {
    level,
    redact: SECRETS.flatMap((it) => [`["${it}"]`, `*["${it}"]`, `*.*["${it}"]`]),
    serializers: { err: shownError },
    hooks: { streamWrite: cleaned },
  };
}

/**
 * An error as a line tells it: its name, code, words, place in the code, and causes. What else libraries hang
 * on their errors (the claims of a token, the source of a document) stays out.
 */
function shownError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error).slice(0, TEXT) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: message.slice(0, TEXT),
    ...(typeof code === 'string' ? { code } : {}),
    stack: stack?.slice(0, TEXT),
    ...(cause !== undefined && depth < 3 ? { cause: shownError(cause, depth + 1) } : {}),
  };
}

function cleaned(line: string): string {
  return line
    .replace(TOKEN, '[token]')
    .replace(BEARER, 'Bearer [token]')
    .replace(UNPRINTABLE, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
