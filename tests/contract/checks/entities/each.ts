import type { Trial } from '../../harness/check.ts';
import type { ContractContext } from '../../harness/context.ts';
import type { EntityPromise } from '../../harness/promises.ts';
import { unlessUntried } from '../../harness/untried.ts';

/** Tries something for each entity of the promises; what cannot be tried here is said. */
export async function eachEntity(
  { contract }: ContractContext,
  trial: Trial,
  attempt: (promise: EntityPromise) => Promise<void>,
): Promise<void> {
  for (const promise of contract.promises.entities) {
    await unlessUntried(trial, promise.type, () => attempt(promise));
  }
}
