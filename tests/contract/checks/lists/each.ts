import type { Trial } from '../../harness/check.ts';
import type { ContractContext } from '../../harness/context.ts';
import { unlessUntried } from '../../harness/untried.ts';
import { PagedList } from './page.ts';

/** Tries something for each list of the promises; what cannot be tried here is said. */
export async function eachList(
  context: ContractContext,
  trial: Trial,
  attempt: (list: PagedList) => Promise<void>,
): Promise<void> {
  for (const promise of context.contract.promises.lists) {
    await unlessUntried(trial, promise.name, () => attempt(new PagedList(context, promise)));
  }
}
