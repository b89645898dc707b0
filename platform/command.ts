import { ConfigError } from './config.ts';

/** Arguments that a command cannot take; the message is one line. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Prints what `produce` gives, alone on standard output, unless it has written there itself; what a person can
 * mend is one line and exit code 1.
 */
export async function runCommand(usage: string, produce: () => Promise<string | undefined>): Promise<void> {
  // Whoever reads the output, `head` for example, may have had enough of it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    const output = await produce();
    if (output !== undefined) process.stdout.write(`${output}\n`);
  } catch (error) {
    const isParseError = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false;
    if (!(error instanceof UsageError || error instanceof ConfigError || isParseError)) throw error;
    process.stderr.write(`${(error as Error).message}\nUsage: ${usage}\n`);
    process.exitCode = 1;
  }
}
