import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnexpectedAnswer } from './load/load-generator.ts';
import { AnswersDiffer } from './load/same-answers.ts';
import { FIXTURE_OPERATIONS } from './operations.ts';
import { readOptions, USAGE, UsageError, type BenchOptions } from './options.ts';
import { MAIN_QUESTION } from './product/main-question.ts';
import { place, toJson } from './report/json.ts';
import { tableOf, verdictTable } from './report/tables.ts';
import { verdicts } from './report/targets.ts';
import { runBench } from './run.ts';
import { ChildFailed, killAll, stopAll } from './servers/child.ts';
import { PeersNotInstalled } from './servers/peers.ts';
import { SERVERS } from './servers/table.ts';

/** What a person can mend or has to know: said without a stack. */
const EXPECTED = [UsageError, AnswersDiffer, UnexpectedAnswer, ChildFailed, PeersNotInstalled];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs the bench and reports. @returns the exit code. */
async function main(options: BenchOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      killAll();
      forget();
      process.exit(code);
    });
  }
  try {
    const results = await runBench(options, { folder, say });
    const found = verdicts(results);
    say(`\n${place()}; ${options.connections} connections, ${options.rounds} rounds: median (least–most)`);
    for (const operation of results.operations) say(`\n${tableOf(operation)}`);
    if (found.length > 0) say(`\n${verdictTable(found)}`);
    if (options.json) writeFileSync(options.json, toJson(results, found, options));
    return options.strict && found.some((it) => !it.isMet) ? 1 : 0;
  } finally {
    await stopAll();
    forget();
  }
}

try {
  process.exitCode = await main(
    readOptions(process.argv.slice(2), [...FIXTURE_OPERATIONS, MAIN_QUESTION], SERVERS),
  );
} catch (error) {
  if (!EXPECTED.some((it) => error instanceof it)) throw error;
  const { message } = error as Error;
  process.stderr.write(`${error instanceof UsageError ? `${message}\n\n${USAGE}` : message}\n`);
  process.exitCode = 1;
}
