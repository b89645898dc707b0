import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let chromium: TestBrowser;
beforeAll(async () => {
  [gateway, chromium] = await Promise.all([
    startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await gateway?.close();
});

const SCRIPT = 'https://embeddable-sandbox.cdn.apollographql.com/**';
const FRAME = 'https://sandbox.embed.apollographql.com/**';
/** Stands for Sandbox's own script, which makes a frame in the page. */
const EMBED = `window.EmbeddedSandbox = class {
  constructor(options) {
    window.options = options;
    const frame = document.createElement('iframe');
    frame.src = 'https://sandbox.embed.apollographql.com/sandbox';
    document.querySelector(options.target).append(frame);
  }
};`;

/** The page at `path`, with the violations of its policy. */
async function open(path: string, prepare: (page: Page) => Promise<unknown> = async () => undefined) {
  const page = await chromium.newPage();
  await page.addInitScript(
    "window.violations = []; addEventListener('securitypolicyviolation', (it) => violations.push(it.effectiveDirective + ' ' + it.blockedURI))",
  );
  await prepare(page);
  await page.goto(`${gateway.url}${path}`);
  const violations = () => page.evaluate('window.violations') as Promise<string[]>;
  return { page, violations };
}

describe('the page of Apollo Sandbox in Chromium', () => {
  const online = async (page: Page): Promise<void> => {
    await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: EMBED }));
    await page.route(FRAME, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Sandbox</p>' }));
  };

  it('loads Sandbox’s script and frame, sent to this gateway, within its policy', async () => {
    const { page, violations } = await open('/', online);
    await page.frameLocator('iframe').getByText('Sandbox').waitFor();
    expect(await page.evaluate('window.options.initialEndpoint')).toBe(`${gateway.url}/graphql`);
    expect(await page.locator('main').isVisible()).toBe(false);
    expect(await violations()).toEqual([]);
    await page.close();
  });

  it('leads to the explorer where the internet cannot be reached', async () => {
    const { page, violations } = await open('/');
    await page.getByRole('link', { name: 'the explorer' }).click();
    await page.locator('.graphiql-tab').first().waitFor();
    expect(await violations()).toEqual([]);
    await page.close();
  });
});

describe.each(['/', '/explorer'])('the policy of %s in Chromium', (path) => {
  it('lets no script run that stands in the page, and nothing be read from elsewhere', async () => {
    const { page, violations } = await open(path);
    await page.evaluate(`{
      const inline = document.createElement('script');
      inline.textContent = 'window.injected = true';
      document.head.append(inline);
      const handler = document.createElement('img');
      handler.setAttribute('onerror', 'window.injected = true');
      handler.src = 'https://evil.example/pixel';
      document.body.append(handler);
      const outside = document.createElement('script');
      outside.src = 'https://evil.example/script.js';
      document.head.append(outside);
      const frame = document.createElement('iframe');
      frame.src = 'https://evil.example/';
      document.body.append(frame);
      fetch('https://evil.example/').catch(() => undefined);
    }`);
    await expect
      .poll(violations, { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          'script-src-elem inline',
          'script-src-attr inline',
          'script-src-elem https://evil.example/script.js',
          'img-src https://evil.example/pixel',
          'connect-src https://evil.example/',
          expect.stringMatching(/^frame-src https:\/\/evil\.example/),
        ]),
      );
    expect(await page.evaluate('window.injected')).toBeUndefined();
    expect(chromium.strayed.filter((it) => it.includes('evil'))).toEqual([]);
    await page.close();
  });
});
