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

const tab = (page: Page, name: string) => page.locator('.graphiql-tab-button', { hasText: name });

/**
 * Runs the operation of the tab `name`, once its `variables` are shown; gives the answer that came, once
 * the page shows that too.
 */
async function runTab(page: Page, name: string, variables: string): Promise<any> {
  await tab(page, name).click();
  const tools = page.locator('.graphiql-editor-tool .view-lines').first();
  await expect.poll(() => tools.innerText()).toContain(variables);
  // GraphiQL reads the operation's name a moment after the tab is shown; no person clicks faster.
  await page.waitForTimeout(500);
  const [response] = await Promise.all([
    page.waitForResponse((it) => (it.request().postData() ?? '').includes(`query ${name}`)),
    page.locator('.graphiql-execute-button').click(),
  ]);
  const answer = (await response.json()) as { data: object };
  const first = JSON.stringify(Object.keys(answer.data)[0]);
  await expect.poll(() => page.locator('.graphiql-response .view-lines').innerText()).toContain(first);
  return answer;
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

    const offers = await runTab(page, 'WhichCanWeGet', '"first"');
    expect(offers.errors).toBeUndefined();
    expect(offers.data.viewer.id).toBe('GB:user');
    expect(offers.data.viewer.offers.edges).toHaveLength(5);
    const whyNot = await runTab(page, 'WhyNot', 'ms.azure-gov.key-vault');
    expect(whyNot.errors).toBeUndefined();
    expect(whyNot.data.offering.id).toBe('ms.azure-gov.key-vault');
    const contract = await runTab(page, 'Contract', 'us-dod-jedi');
    expect(contract.data.contract.status).toBe('ON_HOLD');
    const models = await runTab(page, 'Models', '');
    expect(JSON.stringify(models.data)).toContain('Azure Stack Edge Mini R');

    expect(faults).toEqual([]);
    expect(chromium.strayed).toEqual([]);
    await page.close();
  });

  it('marks no example as wrong: each fits the schema that it reads from the gateway', async () => {
    const page = await chromium.newPage();
    const schema = page.waitForResponse((it) => (it.request().postData() ?? '').includes('__schema'));
    await page.goto(`${gateway.url}/explorer`);
    await schema;
    // A tab that is added while the editor is being made takes what the first one shows.
    const editor = page.locator('.graphiql-query-editor');
    const shown = () => editor.locator('.view-lines').innerText();
    await expect.poll(shown, { timeout: 20_000 }).toContain('WhichCanWeGet');
    await page.waitForTimeout(500);
    // A word that is not in the schema is marked: the check is at work.
    await page.locator('.graphiql-tab-add').click();
    await expect.poll(shown, { timeout: 20_000 }).not.toContain('WhichCanWeGet');
    await editor.click();
    await page.keyboard.type('{ nosuchfield }');
    await page.locator('.squiggly-error').first().waitFor();
    for (const name of ['WhyNot', 'Contract', 'Models', 'WhichCanWeGet']) {
      await tab(page, name).click();
      await expect
        .poll(() => page.locator('.squiggly-error').count(), { message: name, timeout: 10_000 })
        .toBe(0);
    }
    await page.close();
  }, 60_000);

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
