import { errorForClients, failureOf } from '../errors-for-clients.ts';
import type { ErrorPolicy } from './steps/run.ts';

/** The gateway's rule; paths are the engine's to give. */
export const publicErrors: ErrorPolicy = { shown: errorForClients, failure: failureOf };
