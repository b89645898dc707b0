import type { Contract } from '../../harness/contract.ts';

/** Whether the promises make an exception of a check at a coordinate. */
export function except(check: string, at: string, { promises }: Contract): boolean {
  return promises.exceptions.some((it) => it.check === check && it.at === at);
}
