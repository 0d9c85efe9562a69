import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import type { Browser, Page } from 'playwright-core';
import { createAssets } from '../../src/pages/assets.ts';
import { renderPage } from '../../src/pages/render-page.ts';
import { sendPage } from '../../src/pages/send-page.ts';
import { languages } from '../../src/pages/texts/languages.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { plainBranding } from './plain-branding.ts';
import { samplePages } from './sample-pages.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { isPaired } from '../support/long.ts';

const samples = samplePages();
const titles = samples.map(({ name }, index) => [name, index] as const);
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
const schemes = ['light', 'dark'] as const;

/** The number of hyphens in the heading after which a line ends. */
const BREAKS = `[...document.querySelectorAll('h1, h1 *')]
  .flatMap(({ childNodes }) => [...childNodes].filter(({ nodeName }) => nodeName === '#text'))
  .flatMap((text) => [...text.data.matchAll(/-(?=\\S)/g)].map(({ index }) => {
    const [top, next] = [index, index + 1].map((place) => {
      const range = document.createRange();
      range.setStart(text, place);
      range.setEnd(text, place + 1);
      return range.getBoundingClientRect().top;
    });
    return next > top;
  }))
  .filter(Boolean).length`;

describeInBrowser('the pages in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let base: string;

  beforeAll(async () => {
    const app = new Koa().use(createAssets(plainBranding).routes()).use((ctx) => {
      const sample = samples[Number(ctx.path.slice(1))];
      if (!sample) return;
      ctx.state.requestId = sample.data.requestId;
      ctx.state.branding = plainBranding;
      sendPage(ctx, 200, sample.name, sample.data);
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  describe.each(sizes)('at $width x $height', (viewport) => {
    describe.each(schemes)('%s', (colorScheme) => {
      let page: Page;
      const complaints: string[] = [];

      beforeAll(async () => {
        page = await browser.newPage({ viewport, colorScheme });
        page.on('console', (message) => complaints.push(message.text()));
      });
      afterAll(() => page.close());

      const place = sizes.indexOf(viewport) * schemes.length + schemes.indexOf(colorScheme);
      const looks = { index: place, of: sizes.length * schemes.length };
      const looked = titles.filter(([, index]) => isPaired(index, looks));
      it.each(looked)('%s (%i) has no violation', async (_name, index) => {
        await page.goto(`${base}/${index}`);
        expect(await violationsOf(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    });
  });

  it.each(languages)(
    'fit a screen of 320 px in %s',
    async (language) => {
      const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
      const wider: unknown[] = [];
      const looks = { index: languages.indexOf(language), of: languages.length };
      for (const [name, index] of titles.filter(([, one]) => isPaired(one, looks))) {
        await page.goto(`${base}/${index}?ui_locales=${language}`);
        expect(await page.evaluate('document.documentElement.lang')).toBe(language);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width !== 320) wider.push({ name, index, width });
      }
      expect(wider).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it('break no heading at a hyphen on a phone', async () => {
    const shown = samplePages((plain) => plain.replace('Acme Engineering', 'Acme-Engineering AG'));
    const page = await browser.newPage();
    for (const { name, data } of shown) {
      const html = renderPage(name, data as never, 'en', plainBranding);
      if (!/<h1>.*\w-\w.*<\/h1>/.test(html)) continue;
      await page.setContent(html.replace(/"\/assets/g, `"${base}/assets`));
      for (const width of [320, 360, 375, 390, 412]) {
        await page.setViewportSize({ width, height: 740 });
        expect({ name, width, breaks: await page.evaluate(BREAKS) }).toEqual({
          name,
          width,
          breaks: 0,
        });
      }
    }
    await page.close();
  });

  it('can be used with the keyboard only: e-mail, password, show it, Sign in, Cancel, other links', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/${samples.findIndex(({ name }) => name === 'signIn')}`);
    const path: unknown[] = [];
    for (let stop = 0; stop < 7; stop++) {
      path.push(
        await page.evaluate(
          'document.activeElement.name || document.activeElement.innerText || document.activeElement.type',
        ),
      );
      await page.keyboard.press('Tab');
    }
    expect(path).toEqual([
      ...['email', 'password', 'checkbox', 'Sign in', 'cancel'],
      ...['Forgot your password?', 'Change password'],
    ]);
    await page.close();
  });

  it('show a password while it is typed, and send it as a password', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/${samples.findIndex(({ name }) => name === 'signIn')}`);
    const field = page.getByLabel('Password', { exact: true });
    await field.fill('a long password');
    await page.getByLabel('Show password').check();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByLabel('Show password').uncheck();
    expect(await field.getAttribute('type')).toBe('password');
    await page.close();
  });

  it('have no box to show a password without JavaScript', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${base}/${samples.findIndex(({ name }) => name === 'signIn')}`);
    expect(await page.getByText('Show password').isVisible()).toBe(false);
    await page.close();
  });
});
