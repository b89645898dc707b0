import type { Balancer } from './balancer.ts';
import { portalDocument } from '../support/portal.ts';

/** A request, and the answer that it has to get. */
export interface Question {
  readonly name: string;
  readonly body: string;
  readonly expected: string;
}

/** What came of requests. */
export interface Tally {
  /** Answered with exactly what was expected. */
  right: number;
  /** Of those, how many a second gateway answered. */
  retried: number;
  /** Answered with less, and errors that say so. */
  inPart: number;
  /** No answer, or a refusal. */
  unanswered: number;
  /** Answered otherwise, without an error that would say so. */
  wrong: number;
}

/** Nothing is restarted; a process is restarted without a gap; a process was killed and comes back. */
export const PHASES = ['calm', 'drained restarts', 'kills'] as const;
export type Phase = (typeof PHASES)[number];

const DAY_MILLISECONDS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 9, 1);
const SEEDS = 8;
/** How many odd answers of a phase are shown. */
const SHOWN = 5;

/** What is asked: the portal's own operations, the main question for several days. */
export function questions(): { name: string; body: string }[] {
  const ask = (name: string, variables: object): { name: string; body: string } => ({
    name,
    body: JSON.stringify({ query: portalDocument(name), variables }),
  });
  const days = Array.from({ length: SEEDS }, (_, it) =>
    new Date(FIRST_DAY + it * DAY_MILLISECONDS).toISOString().slice(0, 10),
  );
  return [
    ...days.map((on) => ask('which-can-we-get', { ask: { level: 'GB:O', on }, first: 10 })),
    ask('why-not', { id: 'ms.azure-gov.key-vault', ask: { level: 'GB:S', on: days[0] } }),
    ask('contract', { id: 'us-dod-jedi', on: '2020-06-01' }),
    ask('models', {}),
  ];
}

/**
 * Asks each question once of everybody, before anything is restarted.
 * @throws where an answer has errors, or two gateways answer differently.
 */
export async function expectedAnswers(
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<Question[]> {
  const asked: Question[] = [];
  for (const { name, body } of questions()) {
    const answers = [];
    for (const url of urls) {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      answers.push(await response.text());
    }
    const [expected = ''] = answers;
    if (!('data' in JSON.parse(expected)) || 'errors' in JSON.parse(expected)) {
      throw new Error(`${name}: expected data without errors, got ${expected.slice(0, 500)}`);
    }
    if (answers.some((it) => it !== expected)) throw new Error(`${name}: the gateways answer differently.`);
    asked.push({ name, body, expected });
  }
  return asked;
}

/** Keeps so many requests under way, and counts what comes of them for the rougher of the phases that they began and ended in. */
export class Load {
  readonly #tallies = new Map<Phase, Tally>();
  readonly #ended = new AbortController();
  readonly #workers: Promise<void>[];
  #phase: Phase;
  #sent = 0;
  /** The first answers that were not right, for people. */
  readonly oddities: string[] = [];

  constructor(
    balancer: Balancer,
    asked: readonly Question[],
    headers: Readonly<Record<string, string>>,
    { connections, phase }: { readonly connections: number; readonly phase: Phase },
  ) {
    this.#phase = phase;
    this.#workers = Array.from({ length: connections }, async () => {
      while (!this.#ended.signal.aborted) {
        const question = asked[this.#sent++ % asked.length] as Question;
        await this.#ask(balancer, question, headers);
      }
    });
  }

  /** What is counted from now on counts for this phase. */
  set phase(phase: Phase) {
    this.#phase = phase;
  }

  /** What came of the requests of each phase. */
  get tallies(): ReadonlyMap<Phase, Tally> {
    return this.#tallies;
  }

  /** Lets what is under way come to its end, and sends no more. */
  async end(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#workers);
  }

  /** The tally of a phase. */
  #tally(phase: Phase): Tally {
    let tally = this.#tallies.get(phase);
    if (!tally) {
      tally = { right: 0, retried: 0, inPart: 0, unanswered: 0, wrong: 0 };
      this.#tallies.set(phase, tally);
    }
    return tally;
  }

  async #ask(
    balancer: Balancer,
    { name, body, expected }: Question,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const begun = this.#phase;
    // What was under way when a process was killed may be missing for that, however long before it began.
    const phase = (): Phase => rougher(begun, this.#phase);
    try {
      const answer = await balancer.send(headers, body);
      const tally = this.#tally(phase());
      if (answer.status === 200 && answer.body === expected) {
        tally.right++;
        if (answer.isRetried) tally.retried++;
        return;
      }
      const kind = kindOf(answer.body);
      tally[kind]++;
      this.#note(phase(), `${name}: ${kind}: ${answer.status} ${answer.body}`);
    } catch (error) {
      this.#tally(phase()).unanswered++;
      this.#note(phase(), `${name}: unanswered: ${String(error)}`);
    }
  }

  #note(phase: Phase, line: string): void {
    const ofPhase = this.oddities.filter((it) => it.startsWith(phase));
    if (ofPhase.length < SHOWN) this.oddities.push(`${phase}: ${line.slice(0, 400)}`);
  }
}

function rougher(one: Phase, other: Phase): Phase {
  return PHASES.indexOf(one) > PHASES.indexOf(other) ? one : other;
}

/** An answer with errors says itself that it is not whole. */
function kindOf(body: string): 'inPart' | 'unanswered' | 'wrong' {
  try {
    const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown[] };
    if (!errors?.length) return 'wrong';
    return data ? 'inPart' : 'unanswered';
  } catch {
    return 'unanswered';
  }
}
