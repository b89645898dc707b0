import 'reflect-metadata';
import { readEnv, toGatewayConfig } from '../platform/config.ts';
import { runProcess } from '../platform/process.ts';

/** Runs the gateway until a signal comes. `whenReady` is called once it serves. */
export function run(whenReady: () => void): void {
  runProcess(async (say) => {
    const config = toGatewayConfig(readEnv());
    // What is wrong with the configuration is said before all the rest is loaded.
    const { startGateway } = await import('./start.ts');
    const { welcome } = await import('./welcome.ts');
    const gateway = await startGateway(config, { say });
    welcome(config, gateway.url).forEach((line) => say(line));
    if (gateway.metricsAt) say(`What it counts: ${gateway.metricsAt}`);
    setImmediate(whenReady);
    return gateway;
  });
}
