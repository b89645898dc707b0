import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/** A real Chromium whose every request beyond this machine is refused and recorded. */
export interface TestBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** What the browser, its pages and their workers wanted from elsewhere. */
  readonly strayed: readonly string[];
  newPage(): Promise<Page>;
}

/**
 * Launches the browser that comes with the packages. Loopback addresses are reached directly; everything
 * else would go through a proxy that records and refuses it.
 */
export async function launchBrowser(): Promise<TestBrowser> {
  const strayed: string[] = [];
  const proxy = createServer((request, response) => {
    strayed.push(request.url ?? '');
    response.writeHead(403).end();
  });
  proxy.on('connect', (request, socket) => {
    strayed.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-pings',
      '--disable-domain-reliability',
      `--proxy-server=http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    ],
  });
  return {
    browser,
    strayed,
    newPage: () => browser.newPage({ viewport: { width: 1400, height: 900 } }),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
