import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let chromium: TestBrowser;
beforeAll(async () => {
  [gateway, chromium] = await Promise.all([startTestGateway(), launchBrowser()]);
});
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await gateway?.close();
});

/** The explorer's page, and what went wrong on it. */
async function openExplorer(): Promise<{ page: Page; faults: string[] }> {
  const page = await chromium.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${gateway.url}/explorer`);
  await page.locator('.graphiql-tab').first().waitFor();
  return { page, faults };
}

/** Runs the operation of the tab that is shown, and gives the answer as the page shows it. */
async function runTab(page: Page, name: string): Promise<string> {
  await page.locator('.graphiql-tab', { hasText: name }).getByRole('tab').click();
  const answered = page.waitForResponse(
    (it) => it.url().endsWith('/graphql') && !(it.request().postData() ?? '').includes('IntrospectionQuery'),
  );
  await page.getByRole('button', { name: /execute query/i }).click();
  await answered;
  const shown = page.locator('.graphiql-response .view-lines');
  await shown.waitFor();
  await expect.poll(() => shown.innerText()).toContain('data');
  return (await shown.innerText()).replaceAll('\u00a0', ' ');
}

describe('the explorer in Chromium', () => {
  it('shows the questions as tabs and answers them with the token, without a request beyond this machine', async () => {
    const { page, faults } = await openExplorer();
    expect(await page.locator('.graphiql-tab').allInnerTexts()).toEqual([
      'WhichCanWeGet',
      'WhyNot',
      'Contract',
      'Models',
    ]);
    await page.getByLabel('Bearer token').fill(await gateway.token({ partner: 'GB' }));

    const offers = await runTab(page, 'WhichCanWeGet');
    expect(offers).toContain('"id": "GB:user"');
    expect(offers).toContain('totalCount');
    expect(offers).not.toContain('errors');
    expect(await runTab(page, 'WhyNot')).toContain('ms.azure-gov.key-vault');
    expect(await runTab(page, 'Contract')).toContain('"status": "ON_HOLD"');
    expect(await runTab(page, 'Models')).toContain('Azure Stack Edge Mini R');

    expect(faults).toEqual([]);
    expect(chromium.strayed).toEqual([]);
    await page.close();
  });

  it('marks no example as wrong: each fits the schema it reads from the gateway', async () => {
    const { page } = await openExplorer();
    await page.waitForResponse((it) => it.url().endsWith('/graphql')).catch(() => undefined);
    for (const name of ['WhyNot', 'Contract', 'Models', 'WhichCanWeGet']) {
      await page.locator('.graphiql-tab', { hasText: name }).getByRole('tab').click();
      await page.waitForTimeout(700);
      expect(await page.locator('.squiggly-error').count(), name).toBe(0);
    }
    await page.close();
  });

  it('keeps the token for this browser tab alone', async () => {
    const { page } = await openExplorer();
    await page.getByLabel('Bearer token').fill('a-token');
    await page.reload();
    expect(await page.getByLabel('Bearer token').inputValue()).toBe('a-token');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('a-token');
    await page.close();
  });

  it('takes nothing from elsewhere: its policy forbids it', async () => {
    const response = await fetch(`${gateway.url}/explorer`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    expect(await response.text()).not.toMatch(/(src|href)="https?:/);
  });
});
