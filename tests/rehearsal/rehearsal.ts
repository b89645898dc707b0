import { setTimeout as delay } from 'node:timers/promises';
import { developmentToken } from '../../gateway/development-issuer.ts';
import type { Deployment, Member } from '../../gateway/scaled/deployment.ts';
import type { Supervised } from '../../gateway/scaled/supervised.ts';
import type { Config } from '../../platform/config.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';
import { Balancer } from './balancer.ts';
import { expectedAnswers, Load, type Phase, type Tally } from './traffic.ts';

type Named = Pick<Member, 'name'>;

export interface RehearsalOptions {
  readonly deployment: Deployment;
  readonly config: Config;
  readonly connections: number;
  /** How long it takes at least, in seconds; restarts are spread over it. */
  readonly seconds: number;
  /** Which processes are restarted, drained, and which are killed: by name, `postgres` among them. */
  readonly drained: (member: Named) => boolean;
  readonly killed: (member: Named) => boolean;
  /** How long the load goes on after a kill until it counts as calm again, in milliseconds: circuits that opened close. */
  readonly afterKill?: number;
  readonly say: (line: string) => void;
}

/** What came of a rehearsal: what was counted in each phase, and what was odd. */
export interface Rehearsed {
  readonly tallies: ReadonlyMap<Phase, Tally>;
  readonly oddities: readonly string[];
  readonly seconds: number;
}

const AFTER_KILL_MILLISECONDS = 6_000;
const READY_MILLISECONDS = 60_000;

/**
 * Puts load on a deployment while its processes are restarted and killed, each once, one after the other. All
 * answers are compared, byte by byte, with those of before.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
  const { deployment, config, connections, say, afterKill = AFTER_KILL_MILLISECONDS } = options;
  const begun = performance.now();
  const token = await developmentToken(config, partnerViewer('GB', 'rehearsal', [], []), 3_600);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const asked = await expectedAnswers(deployment.gateways, headers);
  const balancer = new Balancer(deployment.gateways);
  const load = new Load(balancer, asked, headers, { connections, phase: 'calm' });
  try {
    const drained = deployment.members.filter(options.drained);
    const killed = killable(deployment).filter(options.killed);
    const pause = pauseOf(options.seconds, drained.length, killed.length);
    await delay(pause);
    for (const { name, server } of drained) {
      say(`${name}: restart, drained`);
      load.phase = 'drained restarts';
      await server.restart();
      load.phase = 'calm';
      await delay(pause);
    }
    for (const member of killed) {
      say(`${member.name}: kill`);
      load.phase = 'kills';
      await kill(member);
      await delay(afterKill);
      load.phase = 'calm';
      await delay(pause);
    }
  } finally {
    await load.end();
    await balancer.close();
  }
  return {
    tallies: load.tallies,
    oddities: load.oddities,
    seconds: (performance.now() - begun) / 1_000,
  };
}

/** The time between restarts, so that all of it takes about so many seconds. */
function pauseOf(seconds: number, drained: number, killed: number): number {
  const restarts = drained * 4_000 + killed * (AFTER_KILL_MILLISECONDS + 2_000);
  return Math.max(200, (seconds * 1_000 - restarts) / (drained + killed + 1));
}

/** A process, and who is ready only when it is there. */
interface Killable {
  readonly name: string;
  readonly server: Supervised;
  readonly urls: readonly string[];
}

function killable({ members, stores }: Deployment): readonly Killable[] {
  const served = members.map(({ name, server, url }) => ({ name, server, urls: [url] }));
  if (!stores.server) return served;
  const urls = members.filter((it) => it.kind === 'subgraph').map((it) => it.url);
  return [...served, { name: stores.server.name, server: stores.server, urls }];
}

/** Kills a process, and waits until another one is ready in its place. */
async function kill({ name, server, urls }: Killable): Promise<void> {
  const before = server.pid;
  server.kill();
  const deadline = performance.now() + READY_MILLISECONDS;
  for (;;) {
    await delay(50);
    const ready = await Promise.all(urls.map(isReady));
    if (!ready.includes(false) && server.pid !== before) return;
    if (performance.now() > deadline) throw new Error(`${name} did not come back.`);
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );
}
