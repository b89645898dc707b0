import 'reflect-metadata';
import { readEnv, toConfig } from '../platform/config.ts';
import { runProcess } from '../platform/process.ts';
import { startGateway } from './start.ts';
import { welcome } from './welcome.ts';

/** Runs the gateway until a signal comes. `whenReady` is called once it serves. */
export function run(whenReady: () => void): void {
  runProcess(async (say) => {
    const config = toConfig(readEnv());
    const gateway = await startGateway(config, { say });
    welcome(config, gateway.url).forEach((line) => say(line));
    if (gateway.metricsAt) say(`What it counts: ${gateway.metricsAt}`);
    setImmediate(whenReady);
    return gateway;
  });
}
