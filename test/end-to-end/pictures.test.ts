import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { compare, measureFonts, readFileIfThere, sizeOf, writeFile } from '../support/pictures.ts';
import { DAVE, startWorld, type World } from './world.ts';
import { needing } from '../support/needing.ts';

/*
 * The pictures of the docs, taken during real sign-ins. Each run writes them to test-results/pictures, and compares
 * them with those in docs/pictures. To take those anew: UPDATE_PICTURES=1 npm test -- pictures
 *
 * Letters look different on each machine. So the fonts are measured, and what was measured is kept with the
 * pictures: where the fonts are the same, every word has to be in its place; where they are not, a comparison would
 * find nothing but letters, and only the sizes are compared. They do not depend on fonts: what is cut out is fixed.
 */
const isUpdate = process.env['UPDATE_PICTURES'] === '1';
const FONTS = 'test/end-to-end/picture-fonts.json';
/** Stands where each page has an id of its own. */
const REQUEST_ID = '0197c8f2-5d0e-4c3a-9b41-3f6f2a7d1e05';

const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1200, height: 900 },
  deviceScaleFactor: 2,
};
const DARK: BrowserContextOptions = { ...DESKTOP, colorScheme: 'dark' };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** What is cut out, in CSS pixels: the middle of the window, with air around what stands there. */
const cuts = {
  'sign-in': { x: 270, y: 44, width: 660, height: 770 },
  'sign-in-dark': { x: 270, y: 44, width: 660, height: 770 },
  'sign-in-phone': { x: 0, y: 0, width: 390, height: 844 },
  'demo-people': { x: 270, y: 0, width: 660, height: 716 },
  'signed-out': { x: 270, y: 44, width: 660, height: 402 },
  refused: { x: 270, y: 44, width: 660, height: 640 },
  application: { x: 220, y: 76, width: 760, height: 204 },
};
type Name = keyof typeof cuts;
const names = Object.keys(cuts) as Name[];

needing('pictures that are not taken anew', !isUpdate).describe('docs/pictures', () => {
  it.each(names)('the pictures of the docs have %s.png', (name) => {
    expect(readFileIfThere(`docs/pictures/${name}.png`)).toBeDefined();
  });
});

describeInBrowser('the pictures of the docs', () => {
  const taken = new Map<Name, Buffer>();
  let world: World;
  let browser: Browser;
  /** An empty page, to compare pictures on. */
  let easel: Page;
  let sameFonts: boolean;

  beforeAll(async () => {
    world = await startWorld();
    browser = await launchBrowser();
    easel = await browser.newPage();
    const fonts = `[${(await measureFonts(easel)).join(', ')}]\n`;
    if (isUpdate) writeFile(FONTS, fonts);
    sameFonts = readFileIfThere(FONTS)?.toString() === fonts;

    const { application, server, password } = world;
    const user = await BrowserUser.start(browser, DESKTOP);
    const globex = { account: 'globex', grant: 'code', email: DAVE } as const;
    await application.signIn(user, globex, async () => {
      await take('sign-in', user);
      await user.typePassword(DAVE, password);
      await take('application', user);
    });
    await user.open(`${server.url}/oidc/session/end`);
    await user.press('Sign out');
    await take('signed-out', user);
    const refusal = application.signIn(user, { account: 'acme', grant: 'code' }, async () => {
      await take('demo-people', user);
      await user.press('Cancel');
      await take('refused', user);
      await user.press('Back to the application');
    });
    await expect(refusal).rejects.toMatchObject({ code: 'sign_in_failed' });
    await user.close();

    for (const [name, options] of [
      ['sign-in-dark', DARK],
      ['sign-in-phone', PHONE],
    ] as const) {
      const other = await BrowserUser.start(browser, options);
      await application.signIn(other, globex, async () => {
        await take(name, other);
        await other.typePassword(DAVE, password);
      });
      await other.close();
    }
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  async function take(name: Name, { tab }: BrowserUser): Promise<void> {
    await tab.evaluate(
      `for (const it of document.querySelectorAll('footer code')) it.textContent = '${REQUEST_ID}'`,
    );
    // Where the keyboard begins is marked only when the page has been drawn.
    if (name.startsWith('sign-in')) await tab.locator('input:focus').waitFor();
    const picture = await tab.screenshot({ clip: cuts[name], animations: 'disabled' });
    taken.set(name, picture);
    writeFile(`test-results/pictures/${name}.png`, picture);
    if (isUpdate) writeFile(`docs/pictures/${name}.png`, picture);
  }

  it.each(names)('%s.png shows the page as it is', async (name) => {
    const committed = readFileIfThere(`docs/pictures/${name}.png`);
    const picture = taken.get(name);
    if (committed === undefined || picture === undefined) {
      throw new Error(
        `docs/pictures/${name}.png is missing: UPDATE_PICTURES=1 npm test -- pictures`,
      );
    }
    expect(sizeOf(committed)).toEqual(sizeOf(picture));
    if (!sameFonts) return;
    const { mean, worst } = await compare(easel, committed, picture);
    expect(mean).toBeLessThan(0.02);
    expect(worst).toBeLessThan(0.1);
  });
});
