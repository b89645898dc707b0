import type { Mutant } from './mutant.ts';
import { ANSWER_MUTANTS } from './of-answers.ts';
import { LIST_MUTANTS } from './of-lists.ts';
import { SDL_MUTANTS } from './of-sdl.ts';

/** Every way in which the tests break a contract. */
export const ALL_MUTANTS: readonly Mutant[] = [...SDL_MUTANTS, ...ANSWER_MUTANTS, ...LIST_MUTANTS];
