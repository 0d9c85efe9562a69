import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Grant } from '../../examples/desktop-app/sign-in.ts';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { HttpUser } from '../support/http-user.ts';
import type { User } from '../support/user.ts';
import { ALICE, BOB, CAROL, DAVE, ERIN, startWorld, type World } from './world.ts';

const SIGNED_IN = 'You are signed in. You can close this window.';
const NOT_SIGNED_IN = 'You are not signed in. You can close this window.';
const code = 'code' as const;

const ways = [
  { account: 'globex', how: 'with a password', email: DAVE },
  { account: 'acme', how: 'at the demo identity provider', email: ALICE },
  { account: 'initech', how: 'at a foreign identity provider', email: ERIN },
];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Users of one kind of browser. They leave at the end of each test, and give their seats back. */
function usersOf<Kind extends User>(start: () => Promise<Kind>): () => Promise<Kind> {
  const users: User[] = [];
  afterEach(async () => {
    await Promise.all(users.splice(0).map((user) => user.close()));
    await world.freeSeats();
  });
  return async () => {
    const user = await start();
    users.push(user);
    return user;
  };
}

/** The application waits for somebody who then does not sign in. */
async function expectDenied(
  user: User,
  request: { account: string; grant: Grant },
  acts: () => Promise<void>,
): Promise<void> {
  const signedIn = world.application.signIn(user, request, acts);
  await expect(signedIn).rejects.toMatchObject({ code: 'sign_in_failed' });
  expect((await user.page()).heading).toBe(NOT_SIGNED_IN);
  const { location = '' } = user.visits.findLast((visit) => visit.location !== undefined) ?? {};
  const result = new URL(location);
  const [here, nowhere] =
    request.grant === 'code' ? [result.search, result.hash] : [result.hash, result.search];
  expect(here).toMatch(/[?#&]error=access_denied&/);
  expect(nowhere).toBe('');
}

/** Signing in, activating, checking and giving back, in every way. */
function tellOfSeats(grant: Grant, newUser: () => Promise<User>): void {
  it.each(ways)('a person of $account signs in $how and gets a seat', async ({ email }) => {
    const { api } = world.application;
    const user = await newUser();
    const { device, proof, license } = await world.activate(user, email, grant);
    expect(license).toMatchObject({ times_activated: 1, user: { email } });

    const { heading, url } = await user.page();
    expect(heading).toBe(SIGNED_IN);
    // A token is out of the address bar; a code is used up.
    const { code: spent = '' } = proof;
    expect(url.replace(/(\?code=)[^&]+&.*$/, '$1…')).toBe(
      grant === 'code' ? `${proof.redirect_uri}?code=…` : proof.redirect_uri,
    );
    expect(spent === '').toBe(grant === 'token');

    const holder = { username: email };
    await expect(api.check(device, holder)).resolves.toMatchObject({ times_activated: 1 });
    await api.deactivate(device, holder);
    await expect(api.check(device, holder)).rejects.toMatchObject({ code: 'license_not_active' });
  });
}

/** What goes wrong on the way, and how the person gets on or back. */
function tellOfPages(grant: Grant, newUser: () => Promise<User>): void {
  it('Cancel on the sign-in page tells the application access_denied', async () => {
    const user = await newUser();
    await expectDenied(user, { account: 'globex', grant }, () => user.press('Cancel'));
  });

  it('Cancel at the identity provider leads to a page that leads back', async () => {
    const user = await newUser();
    await expectDenied(user, { account: 'initech', grant }, async () => {
      await user.press('Cancel');
      expect(await user.page()).toMatchObject({
        heading: 'Sign-in was refused',
        alert: 'Initech’s identity provider did not sign you in.',
      });
      await user.press('Back to the application');
    });
  });

  it('an identity provider that is down leads to a page that tries again and leads back', async () => {
    const user = await newUser();
    await expectDenied(user, { account: 'umbrella', grant }, async () => {
      expect((await user.page()).heading).toBe('Could not reach Umbrella');
      await user.press('Try again');
      expect((await user.page()).heading).toBe('Could not reach Umbrella');
      await user.press('Back to the application');
    });
  });

  it('a wrong password is asked for again, and the right one goes through', async () => {
    const user = await newUser();
    await world.application.signIn(user, { account: 'globex', grant }, async () => {
      await user.typePassword(DAVE, 'wrong');
      expect(await user.page()).toMatchObject({
        heading: 'Sign in to Globex',
        alert: 'The e-mail address or the password is wrong. Try again.',
        email: DAVE,
      });
      await user.typePassword(DAVE, world.password);
    });
    expect((await user.page()).heading).toBe(SIGNED_IN);
  });

  it('a password account asks once in a browser, until the person signs out', async () => {
    const user = await newUser();
    const signIn = (acts: () => Promise<void>) =>
      world.application.signIn(user, { account: 'globex', grant }, acts);
    await signIn(() => user.typePassword(DAVE, world.password));
    await signIn(() => Promise.resolve());

    await user.open(`${world.server.url}/oidc/session/end`);
    expect((await user.page()).heading).toBe('Sign out?');
    await user.press('Sign out');
    expect((await user.page()).heading).toBe('You are signed out');
    await signIn(() => user.typePassword(DAVE, world.password));
  });
}

/** What has nothing to do with the grant. */
function tellOfPeople(newUser: () => Promise<User>): void {
  it.each([
    [BOB, 'holds no license', 'license_not_found', 'bob@acme.test holds no license of demo'],
    [CAROL, 'holds a disabled license', 'license_not_enabled', 'not enabled'],
  ])('%s, who %s, comes back to the application, which learns %s', async (...row) => {
    const [email, , refusal, words] = row;
    const user = await newUser();
    await expect(world.activate(user, email)).rejects.toMatchObject({
      code: refusal,
      message: expect.stringContaining(words),
    });
    expect((await user.page()).heading).toBe(SIGNED_IN);
  });

  it.each(ways.slice(1))(
    'a person of $account sees no page of ours on the way, nor on the way back',
    async ({ account, email }) => {
      const user = await newUser();
      await world.application.signIn(user, { account, grant: code }, () => world.act(user, email));
      const ours = user.visits
        .filter(({ url }) => url.startsWith(world.server.url))
        .filter(({ url }) => !new URL(url).pathname.startsWith('/demo-idp/'));
      expect(ours.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    },
  );

  it('a person with two seats gets two devices, and a third when one is given back', async () => {
    const first = await world.activate(await newUser(), DAVE);
    await world.activate(await newUser(), DAVE);
    await expect(world.activate(await newUser(), DAVE)).rejects.toMatchObject({
      code: 'license_activated_max_times',
    });
    await world.application.api.deactivate(first.device, { username: DAVE });
    const third = await world.activate(await newUser(), DAVE);
    expect(third.license.times_activated).toBe(2);
  });

  it('the application’s login_hint stands in the e-mail field', async () => {
    const user = await newUser();
    const request = { account: 'globex', grant: code, email: DAVE };
    await world.application.signIn(user, request, async () => {
      expect(await user.page()).toMatchObject({ heading: 'Sign in to Globex', email: DAVE });
      await user.typePassword(DAVE, world.password);
    });
  });

  it('the application’s login_hint reaches the identity provider', async () => {
    const { application, foreign } = world;
    const user = await newUser();
    const ask = (email: string) =>
      application.signIn(user, { account: 'initech', grant: code, email }, () =>
        user.choosePerson(ERIN),
      );
    await ask(ERIN);
    expect(foreign.authorizations.at(-1)).toHaveProperty('login_hint', ERIN);
    await ask('');
    expect(foreign.authorizations.at(-1)).not.toHaveProperty('login_hint');
  });

  it('the demo identity provider signs a person in at once whom login_hint names', async () => {
    const user = await newUser();
    const request = { account: 'acme', grant: code, email: BOB };
    await world.application.signIn(user, request, () => Promise.resolve());
    expect(user.visits.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('people sign in at the same time in their own browsers, and get their own licenses', async () => {
    const people = [ALICE, CAROL, DAVE, ERIN];
    const users = await Promise.all(people.map(() => newUser()));
    // Nobody goes on before everybody stands in front of their page.
    const everybody = Promise.withResolvers<undefined>();
    let arrived = 0;
    const wait = () => {
      arrived += 1;
      if (arrived === people.length) everybody.resolve(undefined);
      return everybody.promise;
    };
    const results = users.map((user, index) =>
      world.activate(user, people[index] ?? '', code, wait).then(
        ({ license }) => license.user?.email,
        (error: unknown) => (error as { code: string }).code,
      ),
    );
    expect(await Promise.all(results)).toEqual([ALICE, 'license_not_enabled', DAVE, ERIN]);
  });

  it('a sign-in that began in one browser does not go on in another', async () => {
    const [user, other] = [await newUser(), await newUser()];
    await world.application.signIn(user, { account: 'globex', grant: code }, async () => {
      await other.open((await user.page()).url);
      expect((await other.page()).heading).toBe('This sign-in has expired');
      await user.typePassword(DAVE, world.password);
    });
  });

  it('an identity provider is asked each time, whoever signed in before', async () => {
    const user = await newUser();
    for (const email of [ALICE, BOB]) {
      const request = { account: 'acme', grant: code };
      await world.application.signIn(user, request, () => user.choosePerson(email));
    }
  });
}

describe('signing in over plain HTTP', () => {
  const newUser = usersOf(() => Promise.resolve(new HttpUser()));
  describe.each(['token', 'code'] as const)('with the grant %s', (grant) => {
    tellOfSeats(grant, newUser);
    tellOfPages(grant, newUser);
  });
  tellOfPeople(newUser);
});

describeInBrowser('signing in with Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  const usersWith = (options: BrowserContextOptions) =>
    usersOf(() => BrowserUser.start(browser, options));

  const newUser = usersWith({});
  describe('with the grant token', () => {
    tellOfSeats('token', newUser);
    tellOfPages('token', newUser);
  });
  describe('with the grant code', () => tellOfSeats('code', newUser));
  tellOfPeople(newUser);

  describe('without JavaScript', () => {
    const newUserWithout = usersWith({ javaScriptEnabled: false });
    tellOfSeats('code', newUserWithout);
    tellOfPages('code', newUserWithout);

    it('the application’s own page for the grant token asks for it', async () => {
      const user = await newUserWithout();
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

    it('a person types e-mail address and password, and presses Enter', async () => {
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

    it('a person whom the application names types the password alone', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      const request = { account: 'globex', grant: code, email: DAVE };
      await world.application.signIn(user, request, async () => {
        await beginsAt('Password', user);
        await keyboard.type(world.password);
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });

    it('a person leaves with Cancel', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      await expectDenied(user, { account: 'globex', grant: code }, async () => {
        await beginsAt('E-mail address', user);
        for (const key of ['Tab', 'Tab', 'Tab']) await keyboard.press(key);
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });

    it('a person chooses who they are at the demo identity provider', async () => {
      const user = await newUser();
      const { keyboard } = user.tab;
      await world.application.signIn(user, { account: 'acme', grant: code }, async () => {
        await keyboard.press('Tab');
        await user.leavingBy(() => keyboard.press('Enter'));
      });
    });
  });
});
