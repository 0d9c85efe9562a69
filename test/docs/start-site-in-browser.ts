import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { Browser, Page } from 'playwright-core';
import { createDocs } from '../../src/docs/docs.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildSite } from './built-site.ts';

/** The documentation, served as the server itself serves it, and a Chromium that reads it. */
export interface SiteInBrowser {
  readonly browser: Browser;
  /** The URL of its folder. */
  readonly base: string;
  /** A page, with everything it asks for from elsewhere and everything it complains of. */
  open(options?: Parameters<Browser['newPage']>[0]): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

export async function startSiteInBrowser(): Promise<SiteInBrowser> {
  const folder = await buildSite();
  const server: Server = new Koa().use(createDocs(folder).routes()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`;
  const browser = await launchBrowser();
  return {
    browser,
    base,
    async open(options = {}) {
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
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
