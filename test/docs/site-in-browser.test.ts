import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { navigation } from '../../docs/build/navigation.ts';
import { violationsOf } from '../support/axe.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { isPaired } from '../support/long.ts';
import { type SiteInBrowser, startSiteInBrowser } from './start-site-in-browser.ts';

const names = navigation.flatMap(({ pages }) => pages.map(({ name }) => name));
const written = [...names.filter((name) => name !== 'reference'), 'cli-license', 'cli-import'];
const schemes = ['light', 'dark'] as const;
/** Tables of which a part is out of sight. */
const CUT_TABLES = `[...document.querySelectorAll('.table')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((table) => table.ariaLabel)`;

describeInBrowser('the documentation in Chromium', () => {
  let site: SiteInBrowser;
  beforeAll(async () => {
    site = await startSiteInBrowser();
  }, 120_000);
  afterAll(() => site.close());

  it.each(schemes)(
    'has no accessibility violation in %s',
    async (colorScheme) => {
      const looks = { index: schemes.indexOf(colorScheme), of: schemes.length };
      const { page, faults } = await site.open({ colorScheme });
      for (const name of written.filter((_, index) => isPaired(index, looks))) {
        await page.goto(`${site.base}${name}.html`);
        expect({ name, violations: await violationsOf(page) }).toEqual({ name, violations: [] });
      }
      expect(faults).toEqual([]);
      await page.close();
    },
    120_000,
  );

  it('fits on a phone, where one tap opens the menu', async () => {
    const { page } = await site.open({ viewport: { width: 390, height: 844 } });
    for (const name of written) {
      await page.goto(`${site.base}${name}.html`);
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
    const { page } = await site.open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site.base}getting-started.html`);
    expect(await page.getByRole('link', { name: 'Errors', exact: true }).isVisible()).toBe(true);
    await page.close();
  });

  it('searches guides, commands and operations with the keyboard only', async () => {
    const { page, faults } = await site.open({});
    await page.goto(`${site.base}getting-started.html`);
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
      expect(await violationsOf(page)).toEqual([]);
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
    const { page } = await site.open({});
    await page.goto(`${site.base}getting-started.html`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('combobox').fill('(kangaroo*');
    await page.getByText('Nothing was found.').waitFor();
    expect(await page.getByRole('option').count()).toBe(0);
    await page.close();
  });

  it('copies a code block unchanged', async () => {
    const context = await site.browser.newContext({ permissions: ['clipboard-read'] });
    const page = await context.newPage();
    await page.goto(`${site.base}getting-started.html`);
    const block = page.locator('.code').first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('npm ci && npm start');
    await context.close();
  });

  it('can be read without JavaScript', async () => {
    const page = await site.browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${site.base}request-signing.html`);
    expect(await page.getByRole('button').count()).toBe(0);
    const keyword = page.locator('.hljs-keyword').first();
    const colour = await keyword
      .evaluate('(element) => getComputedStyle(element).color')
      .catch(() => '');
    expect(colour).not.toBe('rgb(22, 32, 28)');
    await page.goto(`${site.base}reference.html`);
    expect(await page.getByRole('link', { name: 'openapi.yaml' }).isVisible()).toBe(true);
    await page.close();
  });
});
