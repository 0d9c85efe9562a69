import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Koa from 'koa';
import type { Browser } from 'playwright-core';
import { sendPage } from '../../src/pages/send-page.ts';
import { refusal } from '../../src/pages/texts/texts.ts';
import { plainBranding } from './plain-branding.ts';
import { launchBrowser } from '../support/browser.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
const hasIpv6 = addresses.some(({ address }) => address === '::1');
const hosts = ['127.0.0.1', 'localhost', ...(hasIpv6 ? ['[::1]'] : [])];

/** A sign-in page, and an application on another port that the submit is redirected to. */
let formActions: (redirectUri: string) => string[];
let browser: Browser;
let pages: Server;
let application: Server;

describeInBrowser('form-action', () => {
  beforeAll(async () => {
    application = createServer((_request, response) => response.end('back')).listen(0);
    const app = new Koa().use((ctx) => {
      const redirectUri = `http://${ctx.query.host as string}:${port(application)}/cb`;
      if (ctx.method === 'POST') return ctx.redirect(redirectUri);
      ctx.state.requestId = 'r';
      ctx.state.branding = plainBranding;
      const data = { refusal: refusal('notSetUp', {}), returnAction: ctx.url };
      sendPage(ctx, 403, 'refused', data, { formActions: formActions(redirectUri) });
    });
    pages = app.listen(0, '127.0.0.1');
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    pages.close();
    application.close();
  });

  it.each(hosts)('allows a redirect to %s', async (host) => {
    formActions = (uri) => [uri];
    expect(await pressBack(host)).toBe('back');
  });

  it('blocks the redirect of a form when the redirect URI is not in it', async () => {
    formActions = () => [];
    expect(await pressBack('127.0.0.1')).toMatch(/violates .*form-action 'self'/);
  });
});

/** The text of the application, or the complaint of the browser. */
async function pressBack(host: string): Promise<string> {
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${port(pages)}/?host=${host}`);
    const complaint = page
      .waitForEvent('console', (message) => message.text().includes('form-action'))
      .then((message) => message.text());
    const arrival = page.waitForURL('**/cb').then(() => page.innerText('body'));
    const outcome = Promise.any([complaint, arrival]);
    await page.getByRole('button').click({ noWaitAfter: true });
    return await outcome;
  } finally {
    await page.close();
  }
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port;
}
