import { parse, print, visit } from 'graphql';
import type { AnySubgraph } from '../../../platform/subgraph/define.ts';
import type { Contract } from '../harness/contract.ts';
import type { Answer, Question, Subject } from '../harness/subject.ts';

/** A way to break a contract: what is injected between the subgraph and its checks. */
export interface Mutant {
  /** What is broken, for people. Each has another. */
  readonly what: string;
  readonly subgraph: string;
  /** The check that has to find it. */
  readonly check: string;
  /** Where it has to be found: the beginning of the finding's `at`. */
  readonly at: string;
  /** Changes the SDL that is served; what it does not take is refused. */
  readonly sdl?: (sdl: string) => string;
  /** Changes what the subgraph is asked. */
  readonly question?: (question: Question) => Question;
  /** Changes what it answers. */
  readonly answer?: Answering;
  /** Changes what comes of an assertion that is none; by default nothing does. */
  readonly unasserted?: (subject: Subject, query: string) => Promise<Answer | null>;
  /** Changes the subgraph itself. */
  readonly definition?: (definition: AnySubgraph) => AnySubgraph;
  /** Changes what it is checked against. */
  readonly contract?: (contract: Contract) => Contract;
}

/** @param ask asks the subgraph itself. */
export type Answering = (
  answer: Answer,
  question: Question,
  ask: (question: Question) => Promise<Answer>,
) => Answer | Promise<Answer>;

/** Replaces what is there exactly once. @throws where it is not, so that no mutant is none. */
export function replaced(text: string, part: string | RegExp, by: string): string {
  const changed = text.replace(part, by);
  if (changed === text) throw new Error(`${String(part)} is not in the SDL any more: mend the mutant.`);
  return changed;
}

/** Replaces inside one type of an SDL. */
export function inType(sdl: string, type: string, part: string | RegExp, by: string): string {
  const block = new RegExp(`^type ${type}\\b[\\s\\S]*?^\\}`, 'm').exec(sdl)?.[0];
  if (block === undefined) throw new Error(`type ${type} is not in the SDL any more: mend the mutant.`);
  return sdl.replace(block, () => replaced(block, part, by));
}

/** Takes a field of a type, or a value of an enum, away. */
export function without(sdl: string, type: string, element: string): string {
  let found = false;
  const takeAway = (node: { readonly name: { readonly value: string } }, parent: unknown) => {
    if (node.name.value !== element || (parent as { name?: { value: string } }).name?.value !== type)
      return undefined;
    found = true;
    return null;
  };
  const changed = visit(parse(sdl, { noLocation: true }), {
    FieldDefinition: (node, _key, _parent, _path, ancestors) => takeAway(node, ancestors.at(-1)),
    EnumValueDefinition: (node, _key, _parent, _path, ancestors) => takeAway(node, ancestors.at(-1)),
  });
  if (!found) throw new Error(`${type}.${element} is not in the SDL any more: mend the mutant.`);
  return print(changed);
}

/** Adds a field at the end of a type. */
export function withField(sdl: string, type: string, field: string): string {
  return inType(sdl, type, /\n\}$/, `\n\n  ${field}\n}`);
}
