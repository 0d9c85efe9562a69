import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { createCustomer, type TestCustomer } from '../support/customer.ts';
import { whileLocked } from '../support/database.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { readMetrics } from '../support/metrics.ts';
import { sendRaw } from '../support/raw-request.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** As many as the server takes in work at once. */
const MOST = 100;
const password = 'correct horse battery staple';
const BROWSER = [['Accept', 'text/html']] as const;

let server: TestServer;
let customer: TestCustomer;
const sockets: Socket[] = [];
beforeAll(async () => {
  const env = { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' };
  server = await startServer({ busyTimeout: 20_000, env });
  customer = await createCustomer(server, { kind: 'password' }, { password });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => server.close());

const locked = <T>(work: () => Promise<T>) => whileLocked(databaseOf(server.config), work);
const openPage = (url: string) => http(url, { headers: BROWSER });
const readOverloads = async () => (await readMetrics(server)).get('latchkey_excess_total') ?? NaN;
const anyStep = () => openPage(`${server.url}/sign-in/of-nobody`);

async function signInUrls(count: number): Promise<string[]> {
  const urls = [];
  while (urls.length < count) urls.push(await customer.signInUrl());
  return urls;
}

/** Where a sign-in goes on, and with which cookies. */
async function beginSignIn(url: string): Promise<{ path: string; cookie: string }> {
  const { headers } = await openPage(url);
  const cookies = [headers['set-cookie']].flat().map((cookie) => cookie?.split(';')[0]);
  const path = new URL(String(headers.location), server.url).pathname;
  return { path, cookie: cookies.join('; ') };
}

function get(url: string): string {
  const { pathname, search } = new URL(url);
  return `GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\n\r\n`;
}

function send(request: string): void {
  sockets.push(sendRaw(server, request));
}

it('sign-ins above the limit of concurrent work are asked to try again', async () => {
  const urls = await signInUrls(MOST + 1);
  const before = await readOverloads();
  const opened = await locked(async () => {
    const all = urls.map(openPage);
    // All others wait for the database.
    const refused = await Promise.race(all);
    expectPage(refused, 503, 'Please wait a little');
    expect(refused.text).toContain('<a class="button" href="">Try again</a>');
    expect(refused.headers['retry-after']).toBe('1');
    const confirm = `${server.url}/oidc/session/end/confirm`;
    const other = await http(confirm, { method: 'POST', headers: BROWSER });
    expectPage(other, 503, 'Please wait a little');
    expect(other.text).not.toContain('Try again');
    const { status, text } = await http(`${server.url}/oidc/jwks`);
    expect({ status, body: JSON.parse(text) as unknown }).toEqual({
      status: 503,
      body: {
        status: 503,
        code: 'service_unavailable',
        message: 'The server is busy. Try again.',
      },
    });
    // The API is not shut out.
    expect((await customer.client.call('getMetadata')).status).toBe(200);
    return all;
  });
  const statuses = (await Promise.all(opened)).map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: MOST }, () => 303), 503]);
  expect(await readOverloads()).toBe(before + 3);
  await calm();
  const { user } = customer;
  const { id_token } = await signInWithPassword(server, urls[0] ?? '', { ...user, password });
  expect((await customer.activate({ id_token })).code).toBe('activated');
});

it('sign-ins that have begun are served before new ones', async () => {
  const [last = '', ...urls] = await signInUrls(MOST + 2);
  /** Sends requests at once. @returns false when all of them wait: none is refused */
  const areRefused = (some: string[]) => {
    for (const url of some) send(get(url));
    const refused = sockets.map((socket) => once(socket, 'data').then(() => true));
    return Promise.race([...refused, setTimeout(1_000, false)]);
  };
  const end = async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    while ((await anyStep()).status === 503) await setTimeout(10);
  };
  // Within a second of a refusal, fewer may begin than may go on. A slow machine may miss that second: then once more.
  let areFewer: boolean;
  do {
    await locked(() => areRefused(urls));
    await end();
    areFewer = await locked(async () => {
      if (!(await areRefused(urls.slice(MOST / 2)))) return false;
      expect((await anyStep()).status).toBe(400);
      expectPage(await openPage(last), 503, 'Please wait a little');
      return true;
    });
    await end();
  } while (!areFewer);
  await calm();
}, 60_000);

it('a request whose client hangs up still counts until its work is done', async () => {
  const [last = '', ...urls] = await signInUrls(MOST + 1);
  await locked(async () => {
    for (const url of urls) send(get(url));
    while ((await anyStep()).status !== 503) await setTimeout(10);
    for (const socket of sockets.splice(0)) socket.destroy();
    await setTimeout(300);
    expect((await anyStep()).status).toBe(503);
    expectPage(await openPage(last), 503, 'Please wait a little');
  });
  await calm();
});

it('a response that waits for its turn on a connection does not count as work', async () => {
  const provider = await IdentityProvider.start();
  provider.takeovers.discovery = () => undefined;
  const other = await createCustomer(server, provider.connection(), { with: customer });
  const { path, cookie } = await beginSignIn(await other.signInUrl());
  const first = `GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`;
  const done = get(`${server.url}/sign-in/of-nobody`).repeat(12);
  for (let count = 0; count < 10; count += 1) send(first + done);
  await setTimeout(500);
  expect((await openPage(await customer.signInUrl())).status).toBe(303);
  await provider.close();
});

it('sign-ins that wait for a slow provider do not keep others out', async () => {
  const provider = await IdentityProvider.start();
  provider.takeovers.discovery = () => undefined;
  const other = await createCustomer(server, provider.connection(), { with: customer });
  const isStep = (url: string) => url.startsWith(`${server.url}/sign-in/`);
  const steps = [];
  for (let count = 0; count < MOST + 20; count += 1) {
    const browser = new UserAgent();
    const { url } = await browser.follow(await other.signInUrl(), isStep);
    steps.push({ browser, url });
  }
  const waiting = Promise.all(steps.map(({ browser, url }) => browser.get(url)));
  await setTimeout(500);
  expect((await openPage(await customer.signInUrl())).status).toBe(303);
  for (const page of await waiting) expectPage(page, 502, /Could not reach/);
  await provider.close();
});

it('requests whose forms do not arrive do not keep others out', async () => {
  const reads = jest.spyOn(server.store.records, 'find');
  const { path, cookie } = await beginSignIn(await customer.signInUrl());
  const head = [`POST ${path} HTTP/1.1`, 'Host: x', `Cookie: ${cookie}`];
  for (let count = 0; count < MOST + 20; count += 1) {
    send([...head, 'Content-Length: 9', '', 'e'].join('\r\n'));
  }
  reads.mockClear();
  await setTimeout(500);
  expect(reads).not.toHaveBeenCalled();
  expect((await openPage(await customer.signInUrl())).status).toBe(303);
});

/** Until a second has passed without a refusal. */
const calm = () => setTimeout(1_100);
