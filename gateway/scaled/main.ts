import { readEnv, toGatewayConfig } from '../../platform/config.ts';
import { runProcess } from '../../platform/process.ts';
import { Deployment } from './deployment.ts';

/** `npm run start:scaled`: the scaled mode on one machine, until a signal comes; SIGUSR2 restarts it without a gap. */
runProcess(async (say) => {
  const environment = readEnv();
  const config = toGatewayConfig(environment);
  say('Starting the subgraphs and two gateways, each as a process of its own (some seconds) …');
  const deployment = await Deployment.start({ config, environment, say });
  const [first = ''] = deployment.gateways;
  say(deployment.stores.description);
  say(
    deployment.redisUrl
      ? `The gateways share a Redis: ${deployment.redisUrl}`
      : 'No Redis was found (redis-server, or REDIS_URL): each gateway is for itself.',
  );
  say(`Ask either gateway:      ${deployment.gateways.map((it) => `${it}/graphql`).join('  ')}`);
  say(`Explorer:                ${first}/explorer`);
  say(`A token:                 npm run -s token -- GB`);
  say(`Whether they are ready:  curl -s ${first}/health/ready`);
  const log = Object.entries(deployment.stores.environment.gateway).map((it) => it.join('='));
  if (log.length > 0) say(`Verify what is on record: ${log.join(' ')} npm run -s audit -- verify`);
  say(`What they count:         curl -s ${first}/metrics`);
  say(`Restart without a gap:   kill -USR2 ${process.pid}`);
  say('A crash:                 kill -KILL any of them, and it is started again');
  process.on('SIGUSR2', () => {
    say('SIGUSR2: restarting one process after the other, without a gap.');
    deployment.restart().then(
      () => say('All were restarted.'),
      (error: unknown) => say(`The restart was given up: ${(error as Error).message}`),
    );
  });
  return deployment;
});
