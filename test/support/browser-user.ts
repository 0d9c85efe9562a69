import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { SeenPage, User, Visit } from './user.ts';

/** Milliseconds that a page may take to come. */
const PATIENCE = 10_000;

/** Tabs whose users have left, of each browser with the same options: a new one takes as long as half a sign-in. */
const idleTabs = new WeakMap<Browser, Map<string, Page[]>>();

/** A person at a real browser, with cookies of their own. */
export class BrowserUser implements User {
  /** For what only a real browser has. */
  readonly tab: Page;
  readonly visits: Visit[] = [];
  readonly #idle: Page[];

  private constructor(tab: Page, idle: Page[]) {
    this.tab = tab;
    this.#idle = idle;
    tab.setDefaultTimeout(PATIENCE);
    tab.on('response', (response) => {
      const request = response.request();
      if (!request.isNavigationRequest()) return;
      this.visits.push({
        method: request.method(),
        url: response.url(),
        status: response.status(),
        location: response.headers()['location'],
      });
    });
  }

  static async start(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserUser> {
    const byOptions = idleTabs.get(browser) ?? new Map<string, Page[]>();
    idleTabs.set(browser, byOptions);
    const key = JSON.stringify(options);
    const idle = byOptions.get(key) ?? [];
    byOptions.set(key, idle);
    const tab = idle.pop() ?? (await (await browser.newContext(options)).newPage());
    return new BrowserUser(tab, idle);
  }

  async open(url: string): Promise<void> {
    await this.tab.goto(url);
  }

  async press(label: string): Promise<void> {
    const named = { name: label, exact: true };
    const control = this.tab.getByRole('button', named).or(this.tab.getByRole('link', named));
    await this.leavingBy(() => control.click());
  }

  async choosePerson(email: string): Promise<void> {
    await this.leavingBy(() => this.tab.getByRole('button', { name: email }).click());
  }

  async typePassword(email: string, password: string): Promise<void> {
    await this.tab.getByLabel('E-mail address').fill(email);
    await this.tab.getByLabel('Password', { exact: true }).fill(password);
    await this.press('Sign in');
  }

  async page(): Promise<SeenPage> {
    const heading = this.tab.locator('h1').filter({ hasNotText: 'One moment' });
    const alert = this.tab.getByRole('alert');
    const email = this.tab.getByLabel('E-mail address');
    return {
      heading: ((await heading.textContent()) ?? '').trim(),
      alert: (await alert.count()) > 0 ? ((await alert.textContent()) ?? '') : undefined,
      email: (await email.count()) > 0 ? await email.inputValue() : undefined,
      url: this.tab.url(),
    };
  }

  /** Forgets everything of this user. Cookies are all that our pages keep in a browser. */
  async close(): Promise<void> {
    this.tab.removeAllListeners();
    await this.tab.goto('about:blank');
    await this.tab.context().clearCookies();
    this.#idle.push(this.tab);
  }

  /** Does something that leads to another page, and waits for that. */
  async leavingBy(action: () => Promise<void>): Promise<void> {
    const loaded = this.tab.waitForEvent('load');
    loaded.catch(() => undefined); // The action may fail first; that error says more.
    await action();
    await loaded;
  }
}
