import type { Viewer } from '../identity/viewer.ts';

/**
 * Decides whether a policy of `@policy` allows a viewer. It decides from the viewer alone, since what it
 * says is asked for once a request, whatever the arguments are. One that throws, rejects, takes too long or
 * says anything but `true` denies.
 */
export type PolicyEvaluator = (policy: string, viewer: Viewer) => boolean | Promise<boolean>;

/** Is told of a policy that could not be decided. */
export type PolicyFault = (policy: string, cause: unknown) => void;

/** How long a policy may take, in milliseconds. */
export const POLICY_MILLISECONDS = 500;

/** A policy took too long. */
export class PolicyTooSlow extends Error {
  override name = 'PolicyTooSlow';
}

/** What policies are decided with. */
export interface PolicyOptions {
  readonly evaluate: PolicyEvaluator;
  readonly milliseconds?: number | undefined;
  readonly onFault?: PolicyFault | undefined;
}

/** The policies among `policies` that allow the viewer; at once where all of them are decided at once. */
export function grantedPolicies(
  policies: readonly string[],
  viewer: Viewer,
  { evaluate, milliseconds = POLICY_MILLISECONDS, onFault = () => undefined }: PolicyOptions,
): ReadonlySet<string> | Promise<ReadonlySet<string>> {
  const verdicts = policies.map((policy): boolean | Promise<boolean> => {
    try {
      const verdict: unknown = evaluate(policy, viewer);
      if (!(verdict instanceof Promise)) return verdict === true;
      return inTime(verdict, milliseconds).catch((cause: unknown) => {
        onFault(policy, cause);
        return false;
      });
    } catch (cause) {
      onFault(policy, cause);
      return false;
    }
  });
  const granted = (decided: readonly boolean[]) => new Set(policies.filter((_it, index) => decided[index]));
  return verdicts.every((it) => typeof it === 'boolean')
    ? granted(verdicts)
    : Promise.all(verdicts).then(granted);
}

function inTime(verdict: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(
      () => reject(new PolicyTooSlow(`no verdict within ${milliseconds} ms`)),
      milliseconds,
    );
    verdict.then((it) => resolve(it === true), reject).finally(() => clearTimeout(overdue));
  });
}
