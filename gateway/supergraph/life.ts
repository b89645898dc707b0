import type { Logger } from 'pino';
import { ConfigError } from '../../platform/config.ts';
import { Refusal } from '../engine/compiled/refusal.ts';
import { isUnplanned } from '../engine/engine.ts';
import { checkSupergraph, planAll } from './checks.ts';
import { Generation, type GenerationParts } from './generation.ts';
import { readOperations } from './operations.ts';
import { Probation, PROBATION, type ProbationRule } from './probation.ts';
import { SupergraphRefused } from './refused.ts';
import { Serving, type Observer } from './serving.ts';
import { digestOf, loadSupergraph, readSupergraph, supergraphOf } from './supergraph.ts';
import { watchPath, type Watch } from './watch.ts';

/** How often and how long, in milliseconds where not said otherwise. */
export interface LifeTimes {
  /** Between two looks at the file. */
  readonly look: number;
  /** Until a supergraph whose subgraphs were not ready is tried again. */
  readonly retry: number;
  readonly probation: ProbationRule;
}

export const LIFE_TIMES: LifeTimes = { look: 1_000, retry: 30_000, probation: PROBATION };

export interface LifeOptions extends GenerationParts {
  readonly file: string;
  /** Folder of the operations that every supergraph has to serve; it need not exist. */
  readonly operations: string;
  readonly watch: boolean;
  readonly times?: Partial<LifeTimes> | undefined;
}

/** A supergraph's probation, with the one that comes back if it fails. */
interface Trial {
  readonly generation: Generation;
  readonly before: Generation;
  readonly probation: Probation;
  readonly end: NodeJS.Timeout;
}

/**
 * The supergraph of a file through its changes. A new one is made beside the one that is served, checked
 * ({@link checkSupergraph}), swapped in at once, and given up again where it fails its {@link Probation}.
 * What was refused or given up is not tried again before the file says something else, except where the
 * subgraphs were not ready for it. Each step is one line in the log.
 */
export class SupergraphLife {
  readonly serving: Serving;
  readonly #options: LifeOptions;
  readonly #times: LifeTimes;
  readonly #log: Logger;
  #watch: Watch | undefined;
  /** What is done is done one after the other. */
  #working: Promise<void> = Promise.resolve();
  /** The id of what the file said when it was refused or given up. */
  #refused: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #trial: Trial | undefined;
  #isOpen = true;

  /**
   * Serves the supergraph of the file.
   * @throws ConfigError where there is none, or none that can be served.
   */
  static async start(options: LifeOptions): Promise<SupergraphLife> {
    const supergraph = loadSupergraph(options.file);
    try {
      return new SupergraphLife(await Generation.make(supergraph, options), options);
    } catch (error) {
      if (!(error instanceof SupergraphRefused || error instanceof Refusal)) throw error;
      throw new ConfigError(
        `SUPERGRAPH_FILE: expected a supergraph that can be served, got ${options.file}: ${error.message}`,
      );
    }
  }

  private constructor(first: Generation, options: LifeOptions) {
    this.#options = options;
    this.#times = { ...LIFE_TIMES, ...options.times };
    this.#log = options.log;
    this.serving = new Serving(first, options.log);
    if (options.watch) {
      this.#watch = watchPath(
        options.file,
        () => void this.#next(() => this.#consider(false)),
        this.#times.look,
      );
    }
  }

  /** Plans the checked-in operations, so that the first who asks does not wait for it. Never rejects. */
  warm(): Promise<void> {
    return this.#next(async () => {
      try {
        await planAll(readOperations(this.#options.operations), this.serving.current);
      } catch (error) {
        this.#log.warn({ reason: reasonOf(error) }, 'checked-in operations are not served');
      }
    });
  }

  /** Reads the file again now, and tries what was refused before. Never rejects. */
  reload(): Promise<void> {
    return this.#next(() => this.#consider(true));
  }

  /** Lets go of everything, once what is under way has ended. */
  async close(): Promise<void> {
    this.#isOpen = false;
    this.#watch?.close();
    clearTimeout(this.#retry);
    await this.#working;
    this.#endTrial();
    await this.serving.close();
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work);
    return this.#working;
  }

  /** Takes or refuses what the file says now. */
  async #consider(again: boolean): Promise<void> {
    clearTimeout(this.#retry);
    const served = this.serving.current;
    let id: string | undefined;
    try {
      const sdl = readSupergraph(this.#options.file);
      id = digestOf(sdl);
      if (id === served.supergraph.id) this.#refused = undefined;
      if (!this.#isOpen || id === served.supergraph.id || (id === this.#refused && !again)) return;
      this.#log.info({ supergraph: id, served: served.supergraph.id }, 'a new supergraph came');
      await this.#take(sdl);
      this.#refused = undefined;
    } catch (error) {
      this.#refused = id;
      const mayPass = error instanceof SupergraphRefused && error.mayPass;
      if (mayPass && this.#isOpen) this.#tryLater();
      this.#log.warn(
        { supergraph: id, served: served.supergraph.id, reason: reasonOf(error), mayPass },
        'supergraph refused; the one before stays',
      );
    }
  }

  async #take(sdl: string): Promise<void> {
    const { file, operations } = this.#options;
    const begun = performance.now();
    const candidate = await Generation.make(supergraphOf(sdl, file), this.#options);
    try {
      const checked = await checkSupergraph(candidate, this.serving.current, readOperations(operations));
      if (!this.#isOpen) throw new SupergraphRefused('The gateway is closing.');
      const milliseconds = Math.round(performance.now() - begun);
      this.#swap(candidate);
      this.#log.info({ supergraph: candidate.supergraph.id, ...checked, milliseconds }, 'supergraph swapped');
    } catch (error) {
      this.serving.dismiss(candidate);
      throw error;
    }
  }

  #tryLater(): void {
    this.#retry = setTimeout(() => void this.reload(), this.#times.retry).unref();
  }

  #swap(generation: Generation): void {
    const worked = this.serving.current.engine.known();
    const before = this.serving.swap(generation);
    this.#endTrial();
    this.#trial = {
      generation,
      before,
      probation: new Probation(worked, performance.now(), this.#times.probation),
      end: setTimeout(() => this.#endTrial(), this.#times.probation.milliseconds).unref(),
    };
    this.serving.observe(this.#judge);
  }

  /** Lets go of the supergraph before the current one. */
  #endTrial(): void {
    if (!this.#trial) return;
    clearTimeout(this.#trial.end);
    this.serving.observe(undefined);
    this.serving.dismiss(this.#trial.before);
    this.#trial = undefined;
  }

  readonly #judge: Observer = (generation, request, answer) => {
    const trial = this.#trial;
    if (trial?.generation !== generation) return;
    const misfit = generation.misfitOf(request);
    const hasFailed = !answer || isUnplanned(answer) || misfit?.kind === 'denied';
    const { queryHash: documentId, operationName } = request;
    if (trial.probation.fails({ documentId, operationName }, hasFailed, performance.now())) {
      this.#rollBack(trial);
    }
  };

  #rollBack({ generation, before, probation, end }: Trial): void {
    clearTimeout(end);
    this.#trial = undefined;
    this.#refused = generation.supergraph.id;
    this.serving.observe(undefined);
    this.serving.swap(before);
    this.serving.dismiss(generation);
    this.#log.error(
      { supergraph: generation.supergraph.id, served: before.supergraph.id, ...probation.counted },
      'supergraph rolled back: operations that worked before failed',
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
