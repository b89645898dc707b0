import type { Viewer } from '../../../platform/identity/viewer.ts';
import { CannotCheck, shown } from './check.ts';
import { textAt } from './paths.ts';
import type { Change, Promises } from './promises.ts';
import type { Answer, Subject } from './subject.ts';

/** That something cannot be tried here; the message says why. */
export class Untried extends Error {
  override name = 'Untried';
}

/** A value of variables that stands for another: `$contract`, `$viewer`, `$viewer.partner`, `$representation.Viewer`. */
const PLACEHOLDER = /^\$[\w.-]+$/;
/** Tells what one run writes from what others wrote. */
const RUN = Date.now().toString(36);
/** Numbers that changes count from: above those that records of the promises write themselves. */
const FIRST_NUMBER = 1_000;
let changes = 0;

/** Gives a representation of a type as the gateway sends it for a viewer, with what fields require. */
export type RepresentationOf = (type: string, viewer: Viewer) => Promise<unknown>;

/** What is written so that checks have something to look at, and what placeholders stand for. */
export class Records {
  readonly #subject: Subject;
  readonly #promises: Promises;
  readonly #representation: RepresentationOf;
  /** The ids of what was written, or given instead, by name. */
  readonly #ids = new Map<string, Promise<string>>();

  /**
   * @param given ids of records that are there already, by name: they are not written.
   */
  constructor(
    subject: Subject,
    promises: Promises,
    representation: RepresentationOf,
    given: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#subject = subject;
    this.#promises = promises;
    this.#representation = representation;
    for (const [name, id] of given) this.#ids.set(name, Promise.resolve(id));
  }

  /** @throws Untried where the subject cannot be asked for this viewer. */
  viewer(name: string): Viewer {
    const viewer = this.#promises.viewers.get(name);
    if (!viewer) throw new CannotCheck(`viewers: expected ${name}.`);
    if (!this.#subject.canAskFor(viewer)) {
      throw new Untried(
        `nothing says on behalf of ${name} what may be asked (--key, or --assertion ${name}=FILE)`,
      );
    }
    return viewer;
  }

  /** Asks on behalf of a viewer of the promises; placeholders in the variables are filled. */
  async ask(viewer: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const question = { viewer: this.viewer(viewer), query, variables: await this.fill(variables, viewer) };
    const answer = await this.#subject.ask(question);
    if (!answer) throw new CannotCheck(`The assertion for ${viewer} is refused. Is it of the gateway's key?`);
    return answer;
  }

  /** As `ask`, for answers that must come without an error. @throws CannotCheck */
  async data(
    viewer: string,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const { data, errors } = await this.ask(viewer, query, variables);
    if (errors?.length || !data) {
      throw new CannotCheck(`Expected an answer to ${query.replace(/\s+/g, ' ')}, got ${shown(errors)}.`);
    }
    return data;
  }

  /**
   * Makes a change. `{n}` in its texts is another text each time; a text that is `{n}` alone is another number.
   * @throws Untried where nothing may be written.
   */
  async change({ viewer, mutation, variables }: Change): Promise<Record<string, unknown>> {
    if (!this.#subject.mayWrite) throw new Untried('nothing may be written here (--writes)');
    const number = FIRST_NUMBER + changes++;
    const counted = (it: string) => (it === '{n}' ? number : it.replaceAll('{n}', `${RUN}-${number}`));
    return this.data(viewer, mutation, mapped(variables, counted) as Record<string, unknown>);
  }

  /**
   * A value with what its placeholders stand for where `viewer` asks.
   * @throws Untried
   */
  async fill<Value>(value: Value, viewer: string): Promise<Value> {
    const wanted = new Set<string>();
    mapped(value, (it) => (PLACEHOLDER.test(it) && wanted.add(it), it));
    const values = new Map<string, unknown>();
    for (const it of wanted) values.set(it, await this.#valueOf(it.slice(1), viewer));
    return mapped(value, (it) => (values.has(it) ? values.get(it) : it)) as Value;
  }

  async #valueOf(placeholder: string, viewer: string): Promise<unknown> {
    const [kind, name = viewer] = placeholder.split(/\.(.*)/);
    if (kind === 'viewer') return this.viewer(name).id;
    if (kind === 'representation') return this.#representation(name, this.viewer(viewer));
    const known = this.#ids.get(placeholder);
    if (known) return known;
    const record = this.#promises.records.find((it) => it.name === placeholder);
    if (!record) throw new CannotCheck(`$${placeholder}: expected the name of a record (records).`);
    const { take, name: _itsOwn, ...change } = record;
    const id = this.change(change).then((data) => textAt(data, take));
    this.#ids.set(placeholder, id);
    return id;
  }
}

/** A copy of a value with other texts in it. */
export function mapped(value: unknown, text: (it: string) => unknown): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((it) => mapped(it, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, mapped(it, text)]));
}
