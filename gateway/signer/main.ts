import { readEnv, toGatewayConfig } from '../../platform/config.ts';
import { runProcess } from '../../platform/process.ts';
import { startSigner } from './signer.ts';

/** `npm run start:signer`: see docs/routers.md. */
runProcess(async (say) => {
  const signer = await startSigner(toGatewayConfig(readEnv()));
  say(`The signer listens on ${signer.url}, with each subgraph under its name, for a router alone.`);
  return signer;
});
