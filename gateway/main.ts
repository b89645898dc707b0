import 'reflect-metadata';
import { readEnv, toConfig } from '../platform/config.ts';
import { runProcess } from '../platform/process.ts';
import { startGateway } from './start.ts';
import { welcome } from './welcome.ts';

runProcess(async (say) => {
  const config = toConfig(readEnv());
  const gateway = await startGateway(config, { say });
  welcome(config, gateway.url).forEach((line) => say(line));
  return gateway;
});
