import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { HttpUser } from '../support/http-user.ts';
import { expectDenied } from './expect-denied.ts';
import { createStage } from './stage.ts';
import { describePages } from './suites/pages.ts';
import { describePeople } from './suites/people.ts';
import { describeSeats } from './suites/seats.ts';
import { describeSignIn } from './suites/sign-in.ts';
import { DAVE, startWorld, type World } from './world.ts';

const code = 'code' as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
const theWorld = () => world;

describe('signing in over plain HTTP', () => {
  describeSignIn(createStage(theWorld, () => Promise.resolve(new HttpUser())));
});

describeInBrowser('signing in with Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  const stageWith = (options: BrowserContextOptions) =>
    createStage(theWorld, () => BrowserUser.start(browser, options));

  const stage = stageWith({});
  const { newUser } = stage;
  describe('with the grant token', () => {
    describeSeats(stage, 'token');
    describePages(stage, 'token');
  });
  describe('with the grant code', () => describeSeats(stage, 'code'));
  describePeople(stage);

  describe('without JavaScript', () => {
    const plain = stageWith({ javaScriptEnabled: false });
    describeSeats(plain, 'code');
    describePages(plain, 'code');

    it('the page of the application for the grant token asks for it', async () => {
      const user = await plain.newUser();
      const request = { account: 'globex', grant: 'token' as const };
      const signedIn = world.application.signIn(user, request, async () => {
        await user.typePassword(DAVE, world.password);
        throw new Error(await user.tab.locator('body').innerText());
      });
      await expect(signedIn).rejects.toThrow('Please switch JavaScript on');
    });
  });

  describe('with the keyboard alone', () => {
    /** The page itself says where the keyboard begins, once it is drawn. */
    async function beginsAt(label: string, { tab }: BrowserUser): Promise<void> {
      await tab.getByLabel(label).and(tab.locator(':focus')).waitFor();
    }

    it('a user types e-mail address and password, and presses Enter', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      await world.application.signIn(user, { account: 'globex', grant: code }, async () => {
        await beginsAt('E-mail address', user);
        await keyboard.type(DAVE);
        await keyboard.press('Tab');
        await keyboard.type(world.password);
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });

    it('a user whom the application names types only the password', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      const request = { account: 'globex', grant: code, email: DAVE };
      await world.application.signIn(user, request, async () => {
        await beginsAt('Password', user);
        await keyboard.type(world.password);
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });

    it('a user cancels', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      await expectDenied(world, user, { account: 'globex', grant: code }, async () => {
        await beginsAt('E-mail address', user);
        for (const key of ['Tab', 'Tab', 'Tab', 'Tab']) await keyboard.press(key);
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });

    it('a user chooses an account at the demo identity provider', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      await world.application.signIn(user, { account: 'acme', grant: code }, async () => {
        await keyboard.press('Tab');
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });
  });
});
