import { createServer, type AddressInfo } from 'node:net';
import { ConfigError } from '../../platform/config.ts';

/** So many ports that nobody has, on `host`. */
export async function freePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  // All are held until the last is known, so that none is given twice.
  const ports = await Promise.all(servers.map((it) => bind(it, host, 0)));
  await Promise.all(servers.map((it) => new Promise((resolve) => it.close(resolve))));
  return ports;
}

/**
 * Makes sure that nobody else listens on a port: servers that share one would not notice.
 * @throws ConfigError naming it.
 */
export async function checkFree(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await bind(server, host, port);
  } catch (error) {
    throw new ConfigError(
      `PORT: expected free ports on ${host}, but ${port} cannot be taken: ${(error as Error).message}.`,
    );
  }
  await new Promise((resolve) => server.close(resolve));
}

function bind(server: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
