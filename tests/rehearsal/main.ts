import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Deployment } from '../../gateway/scaled/deployment.ts';
import { readEnv, toConfig } from '../../platform/config.ts';
import { rehearse, type Rehearsed } from './rehearsal.ts';
import { PHASES } from './traffic.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '32' },
  },
});
const [seconds, connections] = [
  whole(values.seconds, '--seconds'),
  whole(values.connections, '--connections'),
];
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
// Keys and stores of its own, free ports; where PostgreSQL or Redis are, the environment may say.
const environment = { LOG_LEVEL: 'error', ...readEnv(), NODE_ENV: 'test', DATA_DIR: folder, PORT: '0' };
const config = toConfig(environment);
const deployment = await Deployment.start({ config, environment, say });
try {
  say(deployment.stores.description);
  say(
    `${deployment.redisUrl ? 'With' : 'Without'} Redis. ${connections} connections for ${seconds} s or more.`,
  );
  const everybody = (): boolean => true;
  const rehearsed = await rehearse({
    deployment,
    config,
    connections,
    seconds,
    drained: everybody,
    killed: everybody,
    say,
  });
  process.exitCode = report(rehearsed);
} finally {
  await deployment.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Says what came of it, and gives the exit code: 1 for a wrong answer, or one that a drained restart cost. */
function report({ tallies, oddities, seconds: took }: Rehearsed): number {
  const none = { right: 0, retried: 0, inPart: 0, unanswered: 0, wrong: 0 };
  const rows = PHASES.map((phase) => ({ phase, ...(tallies.get(phase) ?? none) }));
  say(`\n${took.toFixed(0)} s\n`);
  say('| phase | right | of them retried | in part, with errors | unanswered | wrong |');
  say('|---|---|---|---|---|---|');
  for (const { phase, right, retried, inPart, unanswered, wrong } of rows) {
    say(`| ${phase} | ${right} | ${retried} | ${inPart} | ${unanswered} | ${wrong} |`);
  }
  const wrong = rows.reduce((sum, it) => sum + it.wrong, 0);
  const failed = rows
    .filter((it) => it.phase !== 'kills')
    .reduce((sum, it) => sum + it.inPart + it.unanswered, 0);
  if (wrong + failed > 0) say(`\n${oddities.join('\n')}`);
  return wrong + failed > 0 ? 1 : 0;
}

function whole(text: string, name: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  process.stderr.write(`${name}: expected a whole number, more than 0, got ${JSON.stringify(text)}.\n`);
  return process.exit(1);
}
