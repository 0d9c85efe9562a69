import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyPassword } from '../../src/security/password.ts';
import { createCustomer, isAt, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import type { HttpResponse } from '../support/http.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const OLD = 'the old password';
const NEW = 'a new password of mine';
const isApplication = isAt('http://127.0.0.1/callback');

let server: TestServer;
let customer: TestCustomer;
beforeAll(async () => {
  server = await startServer({ env: { LATCHKEY_RATE_LIMITS: 'password=5' } });
});
beforeEach(async () => {
  customer = await createCustomer(server, { kind: 'password' }, { password: OLD });
});
afterAll(() => server.close());

interface Opened {
  readonly browser: UserAgent;
  readonly url: string;
}

async function open(): Promise<Opened> {
  const browser = new UserAgent();
  const { url } = await browser.follow(await customer.signInUrl({ response_type: 'code' }));
  return { browser, url };
}

function change(
  { browser, url }: Opened,
  over: Record<string, string> = {},
): Promise<HttpResponse> {
  const { email } = customer.user;
  return browser.post(url, { email, password: OLD, new_password: NEW, again: NEW, ...over });
}

async function isPassword(password: string): Promise<boolean> {
  const user = await server.store.licenseUsers.findByEmail(customer.user.email);
  return verifyPassword(user?.password_hash, password);
}

async function makeInitial(): Promise<void> {
  const user = await server.store.licenseUsers.find(customer.user.id);
  if (user === undefined) throw new Error('no user');
  await server.store.licenseUsers.update({ ...user, is_initial_password: true }, new Date());
}

describe('changing a password', () => {
  it('is offered on the sign-in page, stores the new password, signs the user in and writes an audit entry', async () => {
    const opened = await open();
    const page = await opened.browser.get(`${opened.url}?change`);
    expectPage(page, 200, 'Change your password');
    const { browser, url } = opened;
    const end = await browser.follow(url, isApplication, await change(opened));
    expect(isApplication(end.url)).toBe(true);
    expect([await isPassword(OLD), await isPassword(NEW)]).toEqual([false, true]);
    const { items } = await server.store.audit.list(
      { action: 'changePassword', subjectId: customer.user.id },
      { limit: 10 },
    );
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(NEW);
  });

  it('ends the sessions and codes of the old password', async () => {
    const elsewhere = new UserAgent();
    const person = { email: customer.user.email, password: OLD };
    const { code = '' } = await signInWithPassword(
      server,
      await customer.signInUrl({ response_type: 'code' }),
      person,
      { browser: elsewhere },
    );
    await change(await open());
    expect(await customer.activate({ code })).toMatchObject({ code: 'sso_code_invalid' });
    const { response } = await elsewhere.follow(await customer.signInUrl(), isApplication);
    expectPage(response, 200, /^Sign in to /);
  });

  it.each([
    [{ new_password: 'short', again: 'short' }, 'it needs at least 12 characters'],
    [{ new_password: 'x'.repeat(1_025), again: 'x'.repeat(1_025) }, 'it may have 1,024 characters'],
    [{ again: 'something else' }, 'The two new passwords differ.'],
    [{ new_password: OLD, again: OLD }, 'The new password is the current one.'],
    [{ password: 'wrong' }, 'The e-mail address or the password is wrong.'],
  ])('is refused with %j, and nothing is stored', async (over, problem) => {
    const page = await change(await open(), over);
    expectPage(page, 400, 'Change your password');
    expect(page.text).toContain(problem);
    expect(await isPassword(OLD)).toBe(true);
  });

  it('counts towards the rate limit of wrong passwords', async () => {
    const opened = await open();
    for (let guess = 0; guess < 5; guess += 1) await change(opened, { password: `wrong ${guess}` });
    const page = await change(opened);
    expectPage(page, 429, 'Change your password');
    expect(page.text).toContain('Too many wrong attempts.');
    expect(await isPassword(OLD)).toBe(true);
  });
});

describe('a password that somebody else has chosen', () => {
  it('must be changed before the user is signed in', async () => {
    await makeInitial();
    const opened = await open();
    const { browser, url } = opened;
    const page = await browser.post(url, { email: customer.user.email, password: OLD });
    expectPage(page, 200, 'Change your password');
    expect(page.text).toContain('Somebody else has chosen your password.');
    const short = await change(opened, { new_password: 'short', again: 'short' });
    expect(short.text).toContain('Somebody else has chosen your password.');
    const end = await browser.follow(url, isApplication, await change(opened));
    expect(isApplication(end.url)).toBe(true);
    // From now on it is their own.
    const again = await open();
    const reply = await again.browser.post(again.url, {
      email: customer.user.email,
      password: NEW,
    });
    expect(isApplication((await again.browser.follow(again.url, isApplication, reply)).url)).toBe(
      true,
    );
  });

  it('opens no session', async () => {
    await makeInitial();
    const { browser, url } = await open();
    await browser.post(url, { email: customer.user.email, password: OLD });
    const { response } = await browser.follow(await customer.signInUrl(), isApplication);
    expectPage(response, 200, /^Sign in to /);
  });
});
