import type { PublicError } from '../../platform/errors.ts';
import type { RequestHooks } from '../http/request-hooks.ts';
import type { VariableLimits } from './limits.ts';
import { overLimit, type OverLimit } from './refusals.ts';

/**
 * Holds the values of variables to the limits, before anything of them is read against their types.
 * @returns the refusal; undefined where they are within the limits.
 */
export function variablesRefusal(
  variables: Readonly<Record<string, unknown>> | undefined,
  limits: VariableLimits,
): PublicError | undefined {
  if (!variables) return undefined;
  const came = Object.keys(variables).length;
  if (came === 0) return undefined;
  if (came > limits.variables) {
    return overLimit({
      what: 'The request brings too many variables',
      limit: limits.variables,
      came,
      advice: 'Send one variable of an input type, or several requests.',
    });
  }
  const excess = new Count(limits).excess(variables, 0);
  return excess && overLimit(excess);
}

class Count {
  readonly #limits: VariableLimits;
  #values = 0;
  #characters = 0;

  constructor(limits: VariableLimits) {
    this.#limits = limits;
  }

  /** What the first excess in a list or an object is, at this depth. */
  excess(container: object, depth: number): OverLimit | undefined {
    const { depth: deepest, list } = this.#limits;
    if (depth > deepest) {
      return {
        what: 'The variables nest too deep',
        limit: deepest,
        advice: 'Send values as the types say them.',
      };
    }
    if (Array.isArray(container)) {
      const { length } = container;
      if (length > list) {
        return {
          what: 'A list in the variables is too long',
          limit: list,
          came: length,
          advice: 'Send it in parts.',
        };
      }
      for (const it of container) {
        const found = this.#excessIn(it, depth);
        if (found) return found;
      }
      return undefined;
    }
    for (const name in container) {
      const found = this.#excessIn((container as Record<string, unknown>)[name], depth);
      if (found) return found;
    }
    return undefined;
  }

  #excessIn(value: unknown, depth: number): OverLimit | undefined {
    const { values, characters } = this.#limits;
    if (++this.#values > values)
      return { what: 'The variables hold too many values', limit: values, advice: 'Send them in parts.' };
    if (typeof value === 'string') {
      this.#characters += value.length;
      if (this.#characters > characters) {
        return {
          what: 'The texts in the variables are too long together',
          limit: characters,
          advice: 'Send them in parts.',
        };
      }
      return undefined;
    }
    return typeof value === 'object' && value !== null ? this.excess(value, depth + 1) : undefined;
  }
}

/** Has Apollo Server refuse a request whose variables are over the limits. */
export function limitVariables(limits: VariableLimits): RequestHooks {
  return {
    didResolveOperation({ request }) {
      const refusal = variablesRefusal(request.variables, limits);
      if (refusal) throw refusal;
    },
  };
}
