import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway } from '../support/gateway.ts';

const LOCAL = /^(127\.0\.0\.1|localhost|::1)$/;
const original = Socket.prototype.connect;
let targets: string[] = [];

/** The host that any form of `connect` arguments names; a path is a socket of this machine. */
function hostOf(args: readonly unknown[]): string {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as [unknown];
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string };
    return path ? '127.0.0.1' : (host ?? 'localhost');
  }
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

beforeEach(() => {
  targets = [];
  Socket.prototype.connect = function connect(this: Socket, ...args: unknown[]) {
    targets.push(hostOf(args));
    return Reflect.apply(original, this, args) as Socket;
  } as never;
});
afterEach(() => {
  Socket.prototype.connect = original;
});

it('starts, works and idles without a connection beyond this machine', async () => {
  await using gateway = await startTestGateway({ mode: 'http', subgraphs: FIXTURE_SUBGRAPHS });
  await gateway.data({ partner: 'GB' }, '{ viewer { verdict } }');
  await delay(1_500);
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((it) => !LOCAL.test(it))).toEqual([]);
});
