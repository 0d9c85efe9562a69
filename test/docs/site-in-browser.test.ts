import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { navigation } from '../../docs/build/navigation.ts';
import { findBrowser, launchBrowser } from '../support/browser.ts';
import { buildSite } from './built-site.ts';

const names = navigation.flatMap(({ pages }) => pages.map(({ name }) => name));
const written = names.filter((name) => name !== 'reference');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const types: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  svg: 'image/svg+xml',
  png: 'image/png',
};

/** Tables of which a part is out of sight. */
const CUT_TABLES = `[...document.querySelectorAll('.table')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((table) => table.ariaLabel)`;

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}

(findBrowser() === undefined ? describe.skip : describe)('the documentation in Chromium', () => {
  let server: Server;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    const folder = await buildSite();
    server = createServer((request, response) => {
      const file = join(folder, (request.url ?? '').replace('/docs/', ''));
      const type = types[file.split('.').at(-1) ?? ''];
      if (type === undefined || !existsSync(file)) return void response.writeHead(404).end();
      response.writeHead(200, { 'Content-Type': type }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`;
    browser = await launchBrowser();
  }, 60_000);

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

  it.each(['light', 'dark'] as const)(
    'has no barriers in %s',
    async (colorScheme) => {
      const { page, faults } = await open({ colorScheme });
      for (const name of written) {
        await page.goto(`${base}${name}.html`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
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

  it('fits on a phone, with the menu one tap away', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    for (const name of written) {
      await page.goto(`${base}${name}.html`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect({ name, cut: await page.evaluate(CUT_TABLES) }).toEqual({ name, cut: [] });
      const errors = page.getByRole('link', { name: 'Errors', exact: true });
      expect(await errors.first().isVisible()).toBe(false);
      await page.getByText('Menu', { exact: true }).click();
      expect(await errors.first().isVisible()).toBe(true);
    }
    await page.close();
  }, 120_000);

  it('shows the menu at once where there is room', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${base}index.html`);
    expect(await page.getByRole('link', { name: 'Errors', exact: true }).isVisible()).toBe(true);
    await page.close();
  });

  it('finds operations whose tag has a slash', async () => {
    const { page } = await open({});
    await page.goto(`${base}reference.html#/adminproducts/createproduct`);
    const heading = page.locator('h2', { hasText: 'Create a product' });
    await heading.waitFor();
    await page.waitForTimeout(1_000);
    expect((await heading.boundingBox())?.y).toBeLessThan(720);
    await page.close();
  });

  // Without the policy of the page, so that a request would leave if anything made one.
  it.each([true, false])('asks nobody else for the reference (bypassCSP %s)', async (bypassCSP) => {
    const { page, faults } = await open({ bypassCSP });
    await page.goto(`${base}reference.html#/licenses/activatelicense`);
    const heading = page.locator('h2', { hasText: 'Activate a license' });
    await heading.waitFor();
    await page.waitForTimeout(1_000);
    expect((await heading.boundingBox())?.y).toBeLessThan(720);
    expect(faults).toEqual([]);
    await page.close();
  });
});
