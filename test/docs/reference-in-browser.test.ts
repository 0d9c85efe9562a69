import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sampleLanguages } from '../../docs/build/samples/languages.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { type SiteInBrowser, startSiteInBrowser } from './start-site-in-browser.ts';

describeInBrowser('the reference in Chromium', () => {
  let site: SiteInBrowser;
  beforeAll(async () => {
    site = await startSiteInBrowser();
  }, 120_000);
  afterAll(() => site.close());

  it('finds operations whose tag contains a slash', async () => {
    const { page } = await site.open({});
    await page.goto(`${site.base}reference.html#/adminproducts/createproduct`);
    const heading = page.locator('h2', { hasText: 'Create a product' });
    await heading.waitFor();
    await page.waitForTimeout(1_000);
    expect((await heading.boundingBox())?.y).toBeLessThan(720);
    await page.close();
  });

  it('shows a sample in every language', async () => {
    const { page, faults } = await site.open({});
    await page.goto(`${site.base}reference.html#/licenses/deactivatelicense`);
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
      const { page, faults } = await site.open({ bypassCSP });
      await page.goto(`${site.base}reference.html#/licenses/activatelicense`);
      const heading = page.locator('h2', { hasText: 'Activate a license' });
      await heading.waitFor();
      await page.waitForTimeout(1_000);
      expect((await heading.boundingBox())?.y).toBeLessThan(720);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
