import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomer, isAt, readResult, type TestCustomer } from '../support/customer.ts';
import { dialect } from '../support/database.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { startPair } from '../support/start-pair.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const PASSWORD = 'the password of now';
const NEW = 'a new password of mine';
const EXPIRED = 'This sign-in has expired';
const isApplication = isAt('http://127.0.0.1/callback');

let server: TestServer;
let customer: TestCustomer;
beforeAll(async () => {
  // On PostgreSQL two instances, which take turns.
  server = await (dialect() === 'postgres' ? startPair : startServer)();
});
beforeEach(async () => {
  customer = await createCustomer(server, { kind: 'password' }, { password: PASSWORD });
});
afterAll(() => server.close());

interface Form {
  readonly browser: UserAgent;
  readonly send: (over?: Record<string, string>) => Promise<HttpResponse>;
  /** Follows the answer to a form. @returns the URL at the application, or the last page */
  readonly follow: (answer: HttpResponse) => Promise<string>;
}

async function open(query = '', browser = new UserAgent()): Promise<Form> {
  const start = (await customer.signInUrl({ response_type: 'code' })) + query;
  const { url } = await browser.follow(start);
  return {
    browser,
    send: (over = {}) =>
      browser.post(url, { email: customer.user.email, password: PASSWORD, ...over }),
    follow: async (answer) => (await browser.follow(url, isApplication, answer)).url,
  };
}

async function expectCode(url: string): Promise<void> {
  expect(isApplication(url)).toBe(true);
  expect(await customer.activate({ code: readResult(url).code })).toMatchObject({ status: 200 });
}

describe('a sign-in form that is sent twice', () => {
  it('signs in when both come at once', async () => {
    const { send, follow } = await open();
    const [, second] = await Promise.all([send(), send()]);
    await expectCode(await follow(second));
  });

  it('signs in when the first has brought the browser to the application', async () => {
    const { send, follow } = await open();
    const urls = [await follow(await send()), await follow(await send())];
    for (const url of urls) await expectCode(url);
    expect(new Set(urls).size).toBe(2);
  });

  it('signs in when the first was continued, and the browser did not wait for the answer', async () => {
    const { browser, send, follow } = await open('&prompt=login', await signedIn());
    const lines = browser.history.flatMap(({ response }) => response.headers['set-cookie'] ?? []);
    const Cookie = lines.map((line) => line.split(';')[0]).reverse();
    const first = String((await send()).headers['location']);
    expect((await http(first, { headers: [['Cookie', Cookie.join('; ')]] })).status).toBe(303);
    await expectCode(await follow(await send()));
  });

  it('signs in each time in a browser with a session', async () => {
    const { send, follow } = await open('&prompt=login', await signedIn());
    const [, second] = await Promise.all([send(), send()]);
    await expectCode(await follow(second));
    await expectCode(await follow(await send()));
  });

  it('signs in the user of the second', async () => {
    const other = await createCustomer(
      server,
      { kind: 'password' },
      { with: customer, password: NEW },
    );
    const { send, follow } = await open();
    await follow(await send());
    const url = await follow(await send({ email: other.user.email, password: NEW }));
    expect(await customer.activate({ code: readResult(url).code })).toMatchObject({
      code: 'license_not_found',
      message: expect.stringContaining(other.user.email),
    });
  });

  it('is refused with a wrong password, also after the first has signed in', async () => {
    const { send, follow } = await open();
    await follow(await send());
    expectPage(await send({ password: 'wrong' }), 400, /^Sign in to /);
  });

  it('is refused in another browser', async () => {
    const { send, follow, browser } = await open();
    await follow(await send());
    const { url } = browser.history.find(({ method }) => method === 'POST') ?? { url: '' };
    const form = { email: customer.user.email, password: PASSWORD };
    expectPage(await new UserAgent().post(url, form), 400, EXPIRED);
  });

  it('is refused after half a minute', async () => {
    const { send, follow } = await open();
    await follow(await send());
    server.clock.advance(30_000);
    expectPage(await send(), 400, EXPIRED);
  });

  it('ends the sign-in twice when it was Cancel', async () => {
    const { send, follow } = await open();
    for (let time = 0; time < 2; time += 1) {
      const { params } = readResult(await follow(await send({ cancel: '1' })));
      expect(params).toMatchObject({ error: 'access_denied' });
    }
  });

  it('is needed: what the first was answered leads nowhere the second time', async () => {
    const { browser, send, follow } = await open();
    const answer = await send();
    await follow(answer);
    expectPage(await browser.get(String(answer.headers['location'])), 400, EXPIRED);
  });
});

describe('a form for a new password that is sent twice', () => {
  const change = { new_password: NEW, again: NEW };
  const countChanges = async () => {
    const filter = { action: 'changePassword', subjectId: customer.user.id } as const;
    return (await server.store.audit.list(filter, { limit: 200 })).items.length;
  };

  it('changes it once, and signs in when both come at once', async () => {
    const { send, follow } = await open();
    const answers = await Promise.all([send(change), send(change)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    await expectCode(await follow(answers[1]));
    expect(await countChanges()).toBe(1);
  });

  it('changes it once, and signs in when the first has brought the browser to the application', async () => {
    const { send, follow } = await open();
    for (let time = 0; time < 2; time += 1) await expectCode(await follow(await send(change)));
    expect(await countChanges()).toBe(1);
  });

  it('signs in when the answer to the first was lost', async () => {
    const { send, follow } = await open();
    await send(change);
    server.clock.advance(60_000);
    await expectCode(await follow(await send(change)));
  });

  it('is refused when the second has another new password', async () => {
    const { send, follow } = await open();
    await follow(await send(change));
    const another = { new_password: 'another password', again: 'another password' };
    expectPage(await send(another), 400, 'Change your password');
  });

  it('is refused in another sign-in', async () => {
    const { send, follow } = await open();
    await follow(await send(change));
    expectPage(await (await open()).send(change), 400, 'Change your password');
  });

  it('is refused for another user', async () => {
    const { send, follow } = await open();
    await follow(await send(change));
    const other = await createCustomer(server, { kind: 'password' }, { password: NEW });
    expectPage(await send({ ...change, email: other.user.email }), 400, 'Change your password');
  });
});

async function signedIn(): Promise<UserAgent> {
  const { browser, send, follow } = await open();
  await follow(await send());
  return browser;
}
