import { readEnv, toConfig } from '../../platform/config.ts';
import { clientOf, RUNS, startTestGateway, type RunMode, type TestClient } from '../support/gateway.ts';

/** The deployment that journeys ask, whose development keys are in DATA_DIR; without, gateways of their own. */
const { GATEWAY_URL, DATA_DIR = 'data' } = readEnv();

/** Whether the journeys ask a deployment: nothing can be seen of its inside, and its clock goes on. */
export const isDeployed = GATEWAY_URL !== undefined;

/** Every run mode and every engine; of a deployment those that it has. */
export const JOURNEYS: readonly (readonly [mode: RunMode | 'deployed', engine: string])[] = isDeployed
  ? [['deployed', 'deployed']]
  : RUNS;

/** Somebody who asks, until it is closed. */
export interface Journey extends TestClient {
  close(): Promise<void>;
}

/**
 * Sets out to ask the deployment, or a gateway that is started for it.
 * @param environment of such a gateway.
 */
export async function startJourney(
  [mode, engine]: (typeof JOURNEYS)[number] = ['in-process', 'compiled'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Journey> {
  if (GATEWAY_URL === undefined) {
    return startTestGateway({
      mode: mode as RunMode,
      environment: { GATEWAY_ENGINE: engine, ...environment },
    });
  }
  const config = toConfig({ NODE_ENV: 'test', DATA_DIR });
  return { ...clientOf(GATEWAY_URL, config), close: async () => undefined };
}
