import type { Trial } from './check.ts';
import { Untried } from './records.ts';

/** Attempts something; says where it cannot be tried here, and why. */
export async function unlessUntried(trial: Trial, what: string, attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof Untried)) throw error;
    trial.leaveOut(`${what}: ${error.message}`);
  }
}
