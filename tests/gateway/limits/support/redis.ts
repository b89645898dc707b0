import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A server that speaks enough of Redis for counting: whoever connects counts in the same numbers. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** What was counted, by key. */
  readonly counts: ReadonlyMap<string, number>;
  /** Answers no more commands, or answers them again. */
  hang(isHanging: boolean): void;
  close(): Promise<void>;
}

export async function startTestRedis(port = 0): Promise<TestRedis> {
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let isHanging = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let rest = '';
    socket.on('data', (piece) => {
      rest += piece.toString('latin1');
      for (;;) {
        const command = readCommand(rest);
        if (!command) return;
        rest = command.rest;
        if (!isHanging) socket.write(answer(command.words, counts));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const it of sockets) it.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    hang: (it) => (isHanging = it),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The first command of what came: an array of texts, each with its length. */
function readCommand(text: string): { words: string[]; rest: string } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  let rest = text.slice(head[0].length);
  const words: string[] = [];
  for (let it = 0; it < Number(head[1]); it++) {
    const size = /^\$(\d+)\r\n/.exec(rest);
    if (!size) return undefined;
    const from = size[0].length;
    const to = from + Number(size[1]);
    if (rest.length < to + 2) return undefined;
    words.push(rest.slice(from, to));
    rest = rest.slice(to + 2);
  }
  return { words, rest };
}

function answer([name = '', ...given]: readonly string[], counts: Map<string, number>): string {
  switch (name.toUpperCase()) {
    case 'INFO':
      return bulk('redis_version:7.4.0\r\nloading:0\r\n');
    case 'EVALSHA':
      return '-NOSCRIPT No matching script.\r\n';
    case 'EVAL': {
      const [_script, _keys, key = '', points] = given;
      const count = (counts.get(key) ?? 0) + Number(points);
      counts.set(key, count);
      return `*2\r\n:${count}\r\n:60000\r\n`;
    }
    default:
      return '+OK\r\n';
  }
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
