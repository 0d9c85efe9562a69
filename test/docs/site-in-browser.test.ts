import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Koa from 'koa';
import type { Browser, Page } from 'playwright-core';
import { navigation } from '../../docs/build/navigation.ts';
import { sampleLanguages } from '../../docs/build/samples/languages.ts';
import { createDocs } from '../../src/docs/docs.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildSite } from './built-site.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { isPaired } from '../support/long.ts';

const names = navigation.flatMap(({ pages }) => pages.map(({ name }) => name));
const written = [...names.filter((name) => name !== 'reference'), 'cli-license', 'cli-import'];
const schemes = ['light', 'dark'] as const;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Tables of which a part is out of sight. */
const CUT_TABLES = `[...document.querySelectorAll('.table')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((table) => table.ariaLabel)`;

/** Says nothing of what is right, which takes axe as long as a tenth of the rest. */
const RUN_AXE = `axe.run({ resultTypes: ['violations'], reporter: 'no-passes' })`;

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}

describeInBrowser('the documentation in Chromium', () => {
  let server: Server;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    const folder = await buildSite();
    // As the server itself serves it, with its headers.
    server = new Koa().use(createDocs(folder).routes()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`;
    browser = await launchBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** A page, with everything it asks for from elsewhere and everything it complains of. */
  async function open(
    options: Parameters<Browser['newPage']>[0],
  ): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage(options);
    const faults: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url()))
        faults.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    return { page, faults };
  }

  it.each(schemes)(
    'has no accessibility violation in %s',
    async (colorScheme) => {
      const looks = { index: schemes.indexOf(colorScheme), of: schemes.length };
      const { page, faults } = await open({ colorScheme });
      for (const name of written.filter((_, index) => isPaired(index, looks))) {
        await page.goto(`${base}${name}.html`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<AxeResults>(RUN_AXE);
        expect({
          name,
          violations: violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
        }).toEqual({
          name,
          violations: [],
        });
      }
      expect(faults).toEqual([]);
      await page.close();
    },
    120_000,
  );

  it('fits on a phone, where one tap opens the menu', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    for (const name of written) {
      await page.goto(`${base}${name}.html`);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ name, width }).toEqual({ name, width: 390 });
      expect({ name, cut: await page.evaluate(CUT_TABLES) }).toEqual({ name, cut: [] });
      const errors = page.locator('.menu a', { hasText: /^Errors$/ });
      expect(await errors.isVisible()).toBe(false);
      await page.getByText('Menu', { exact: true }).click();
      expect(await errors.isVisible()).toBe(true);
    }
    await page.close();
  }, 120_000);

  it('shows the menu on a wide screen', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${base}getting-started.html`);
    expect(await page.getByRole('link', { name: 'Errors', exact: true }).isVisible()).toBe(true);
    await page.close();
  });

  it('searches guides, commands and operations with the keyboard only', async () => {
    const { page, faults } = await open({});
    await page.goto(`${base}getting-started.html`);
    for (const [words, heading] of [
      ['max times license', 'license_activated_max_times'],
      ['device release', 'latchkey device release'],
      ['redirect uri', 'Redirect URIs'],
      ['LATCHKEY_TRUSTED_PROXIES', ''],
    ] as const) {
      await page.keyboard.press('/');
      await page.getByRole('combobox').fill(words);
      const first = page.getByRole('option').first();
      await first.waitFor();
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>(RUN_AXE);
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await first.innerText()).toContain(heading);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('activate a license /api/v4');
    await page.keyboard.press('Enter');
    await page.waitForURL(/reference\.html#\/licenses\/activatelicense$/);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  it('shows a message when the search finds nothing', async () => {
    const { page } = await open({});
    await page.goto(`${base}getting-started.html`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('combobox').fill('(kangaroo*');
    await page.getByText('Nothing was found.').waitFor();
    expect(await page.getByRole('option').count()).toBe(0);
    await page.close();
  });

  it('copies a code block unchanged', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read'] });
    const page = await context.newPage();
    await page.goto(`${base}getting-started.html`);
    const block = page.locator('.code').first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('npm ci && npm start');
    await context.close();
  });

  it('can be read without JavaScript', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${base}request-signing.html`);
    expect(await page.getByRole('button').count()).toBe(0);
    const keyword = page.locator('.hljs-keyword').first();
    const colour = await keyword
      .evaluate('(element) => getComputedStyle(element).color')
      .catch(() => '');
    expect(colour).not.toBe('rgb(22, 32, 28)');
    await page.goto(`${base}reference.html`);
    expect(await page.getByRole('link', { name: 'openapi.yaml' }).isVisible()).toBe(true);
    await page.close();
  });

  it('finds operations whose tag contains a slash', async () => {
    const { page } = await open({});
    await page.goto(`${base}reference.html#/adminproducts/createproduct`);
    const heading = page.locator('h2', { hasText: 'Create a product' });
    await heading.waitFor();
    await page.waitForTimeout(1_000);
    expect((await heading.boundingBox())?.y).toBeLessThan(720);
    await page.close();
  });

  it('shows a sample in every language', async () => {
    const { page, faults } = await open({});
    await page.goto(`${base}reference.html#/licenses/deactivatelicense`);
    await page.locator('h2', { hasText: 'Deactivate a license' }).waitFor();
    await page.waitForTimeout(1_000);
    await page
      .getByRole('button')
      .filter({ hasText: /^curl$/ })
      .first()
      .click();
    const languages = await page.getByRole('menuitem').allInnerTexts();
    expect(languages).toEqual(expect.arrayContaining(sampleLanguages.map(({ label }) => label)));
    await page.getByRole('menuitem', { name: 'C++' }).click();
    await page.getByText('latchkey::Latchkey').first().waitFor();
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  // Without the policy of the page, so that a request would leave if anything made one.
  it.each([true, false])(
    'loads the reference from its own host only (bypassCSP %s)',
    async (bypassCSP) => {
      const { page, faults } = await open({ bypassCSP });
      await page.goto(`${base}reference.html#/licenses/activatelicense`);
      const heading = page.locator('h2', { hasText: 'Activate a license' });
      await heading.waitFor();
      await page.waitForTimeout(1_000);
      expect((await heading.boundingBox())?.y).toBeLessThan(720);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
