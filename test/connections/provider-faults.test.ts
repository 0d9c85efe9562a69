import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import type { HttpResponse } from '../support/http.ts';
import {
  createSigningKey,
  IdentityProvider,
  type SigningKey,
} from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

type Fault = (request: IncomingMessage, response: ServerResponse) => void;

const MEBIBYTE = 1_048_576;
const REDIRECT_URI = 'http://127.0.0.1/callback';

/** What each endpoint may do in place of answering. */
const faults: Record<string, Fault> = {
  'never answers': () => undefined,
  'hangs up': (request) => request.socket.destroy(),
  'hangs up amid its answer': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
    response.write('{"issuer":', () => response.destroy());
  },
  drips: (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 200);
    response.on('close', () => clearInterval(timer));
  },
  'drips its headers': (request) => {
    request.socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => request.socket.write('X-Drip: drip\r\n'), 200);
    request.socket.on('close', () => clearInterval(timer));
  },
  'never ends': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const chunk = Buffer.alloc(65_536, ' ');
    const more = () => {
      while (response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  'speaks no HTTP': (request) => request.socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
  'answers HTML': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Down for maintenance</h1>');
  },
  'answers HTML and calls it JSON': (_request, response) => json(response, '<h1>Down</h1>'),
  'answers nothing': (_request, response) => json(response, ''),
  'answers half of a document': (_request, response) => json(response, '{"issuer":"http'),
  'answers null': (_request, response) => json(response, 'null'),
  'answers a list': (_request, response) => json(response, '[[[]]]'),
  'answers an empty object': (_request, response) => json(response, '{}'),
  'answers bytes': (_request, response) => json(response, Buffer.from([0xff, 0xfe, 0, 0x80])),
  'answers 500': (_request, response) => response.writeHead(500).end('stack trace'),
  'answers 503 and JSON': (_request, response) => {
    response.writeHead(503, { 'Content-Type': 'application/json' }).end('{"error":"down"}');
  },
  'answers 404': (_request, response) => response.writeHead(404).end(),
  'redirects to itself': (request, response) => {
    response.writeHead(302, { Location: request.url }).end();
  },
  'redirects on and on': (_request, response) => {
    response.writeHead(307, { Location: `/?${Math.random()}` }).end();
  },
};

let server: TestServer;
let key: SigningKey;
let honest: IdentityProvider;
let honestCustomer: TestCustomer;
const started: IdentityProvider[] = [];
/** A provider that never responds, and what 20 concurrent sign-ins get. They wait while other tests wait. */
let silent: { provider: IdentityProvider; answers: Promise<HttpResponse[]> };

beforeAll(async () => {
  key = await createSigningKey();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  ({ provider: honest, customer: honestCustomer } = await startCustomer());
  const { provider, customer } = await startCustomer(honestCustomer);
  provider.takeovers.discovery = faults['never answers'];
  const url = await customer.signInUrl();
  const signIns = Array.from({ length: 20 }, async () => {
    return (await new UserAgent().follow(url)).response;
  });
  silent = { provider, answers: Promise.all(signIns) };
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await server.close();
  for (const provider of started) await provider.close();
});

describe('a fault of a provider', () => {
  interface Ending {
    readonly response: HttpResponse;
    readonly provider: IdentityProvider;
  }
  const names = { discovery: 'discovery', token: 'token endpoint', keys: 'key set' } as const;
  const cases = Object.keys(names).flatMap((endpoint) =>
    Object.keys(faults).map((fault) => [endpoint as keyof typeof names, fault] as const),
  );
  const endings = new Map<string, Ending>();
  /** Those who were not answered yet when people of another account were. */
  let waiting: string[] = [];

  /** All of them at once, and people of another account meanwhile. */
  beforeAll(async () => {
    const people = [];
    for (const [endpoint, fault] of cases) {
      const { provider, customer } = await startCustomer(honestCustomer);
      provider.takeovers[endpoint] = faults[fault];
      const browser = new UserAgent();
      // Up to the step that waits for this endpoint.
      const step = endpoint === 'discovery' ? '/sign-in/' : '/sign-in/callback/';
      const isNext = (url: string) => url.startsWith(server.url + step);
      const { url } = await browser.follow(await customer.signInUrl(), isNext);
      people.push({ name: `${endpoint} ${fault}`, provider, browser, url });
    }
    const all = Promise.all(
      people.map(async ({ name, provider, browser, url }) => {
        endings.set(name, { response: await browser.get(url), provider });
      }),
    );
    for (let count = 0; count < 10; count += 1) await signInAndActivate();
    waiting = people.map(({ name }) => name).filter((name) => !endings.has(name));
    await all;
  }, 30_000);

  it.each(cases)('(%s %s) leads to a page without details', (endpoint, fault) => {
    const ending = endings.get(`${endpoint} ${fault}`);
    if (ending === undefined) throw new Error('it never ended');
    const { response, provider } = ending;
    expectPage(response, response.status, /^(Could not reach|Sign-in was refused)/);
    expect([403, 502]).toContain(response.status);
    expect(response.text).toContain('Back to the application');
    expect(response.text).not.toMatch(/stack trace|maintenance|127\.0\.0\.1/);
    // Redirects are not followed, and nothing is asked a second time.
    expect(provider.count(endpoint)).toBe(1);
  });

  it('does not disturb another account', () => {
    // Ten of them were done while people still waited for a provider that is silent.
    expect(waiting).toEqual(expect.arrayContaining(['discovery never answers']));
  });

  it('causes no error of the server', () => {
    expect(server.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('a provider', () => {
  it('that does not listen leads to a page without details', async () => {
    const listener = createTcpServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    await new Promise((resolve) => listener.close(resolve));
    const { provider, customer } = await startCustomer(honestCustomer);
    provider.metadata = { token_endpoint: `http://127.0.0.1:${port}/token` };
    const gone = await createCustomer(
      server,
      { ...provider.connection(), issuer: `http://127.0.0.1:${port}` },
      { with: honestCustomer },
    );
    for (const one of [customer, gone]) {
      const url = await one.signInUrl();
      const { response } = await new UserAgent().follow(url);
      expectPage(response, 502, /^Could not reach/);
    }
  });

  it('that never responds is requested once for 20 concurrent sign-ins', async () => {
    for (const response of await silent.answers) expectPage(response, 502, /^Could not reach/);
    expect(silent.provider.count('discovery')).toBe(1);
  });

  it('that failed is requested again by the next sign-in, and may have recovered', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    provider.takeovers.discovery = faults['answers 500'];
    const browser = new UserAgent();
    const { url, response } = await browser.follow(await customer.signInUrl());
    expectPage(response, 502, /^Could not reach/);
    expect(response.text).toContain(`href="${new URL(url).pathname}">Try again</a>`);
    provider.takeovers.discovery = undefined;
    const end = await browser.follow(url, isAt(REDIRECT_URI));
    expect(readResult(end.url).id_token).toBeDefined();
  });

  it.each<[string, (provider: IdentityProvider) => Record<string, unknown>]>([
    ['is another issuer', () => ({ issuer: honest.url })],
    ['is another issuer by a slash', (provider) => ({ issuer: `${provider.url}/` })],
    ['has no issuer', () => ({ issuer: undefined })],
    ['has no authorization endpoint', () => ({ authorization_endpoint: undefined })],
    ['has no token endpoint', () => ({ token_endpoint: undefined })],
    ['has no key set', () => ({ jwks_uri: undefined })],
    ['has an invalid jwks_uri', () => ({ jwks_uri: 'keys' })],
  ])('whose document says that it %s leads to a page without details', async (_what, metadata) => {
    const { provider, customer } = await startCustomer(honestCustomer);
    provider.metadata = metadata(provider);
    const { response } = await new UserAgent().follow(await customer.signInUrl());
    expectPage(response, response.status, /^(Could not reach|Sign-in was refused)/);
    expect([403, 502]).toContain(response.status);
  });
});

describe('a response of more than 1 MiB is refused', () => {
  const padding = ' '.repeat(2 * MEBIBYTE);
  const answers: Record<string, (response: ServerResponse, document: string) => void> = {
    'as it is': (response, document) => json(response, document + padding),
    compressed: (response, document) => {
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        .end(gzipSync(document + padding));
    },
    'compressed time and again': (response, document) => {
      const encodings = ['gzip', 'gzip', 'gzip'];
      const body = encodings.reduce((bytes) => gzipSync(bytes), Buffer.from(document + padding));
      response
        .writeHead(200, {
          'Content-Type': 'application/json',
          'Content-Encoding': encodings.join(', '),
        })
        .end(body);
    },
  };
  const endpoints = ['discovery', 'keys'] as const;

  it.each(endpoints.flatMap((one) => Object.keys(answers).map((how) => [one, how] as const)))(
    '%s, %s',
    async (endpoint, how) => {
      const { provider, customer } = await startCustomer(honestCustomer);
      const document = await (await fetch(provider.url + PATHS[endpoint])).text();
      provider.takeovers[endpoint] = (_request, response) => answers[how]?.(response, document);
      const { response } = await new UserAgent().follow(await customer.signInUrl());
      expectPage(response, 502, /^Could not reach/);
    },
  );

  it('while one of just under 1 MiB is accepted', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    const document = await (await fetch(provider.url + PATHS.discovery)).text();
    provider.takeovers.discovery = (_request, response) =>
      json(response, document.padEnd(MEBIBYTE - 1));
    await signIn(await customer.signInUrl());
  });
});

describe('the keys of a provider', () => {
  it('are fetched once for 10 concurrent sign-ins', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    await tenAtOnce(customer);
    expect(provider.count('keys')).toBe(1);
    await tenAtOnce(customer);
    expect(provider.count('keys')).toBe(1);
  });

  it('are fetched at most once in 30 seconds for 10 concurrent tokens with unknown keys', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    await signIn(await customer.signInUrl());
    const unknown = await createSigningKey();
    provider.idToken = async (claims) => {
      const header = { kid: `unknown-${Math.random()}` };
      return provider.sign(claims, { key: unknown, header });
    };
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([403]));
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([403]));
    expect(provider.count('keys')).toBe(1);

    moveTime(31_000);
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([403]));
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([403]));
    expect(provider.count('keys')).toBe(2);

    provider.idToken = undefined;
    await signIn(await customer.signInUrl());
    expect(provider.count('keys')).toBe(2);
  });

  it('are fetched once for 10 tokens with unknown keys when none were fetched before', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    const unknown = await createSigningKey();
    provider.idToken = (claims) => provider.sign(claims, { key: unknown });
    await tenAtOnce(customer);
    expect(provider.count('keys')).toBe(1);
  });

  it('may be rotated: after 30 seconds the new one is accepted and the old one refused', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    await signIn(await customer.signInUrl());
    const old = provider.keys[0] ?? key;
    provider.keys = [await createSigningKey()];
    moveTime(31_000);
    await signIn(await customer.signInUrl());
    expect(provider.count('keys')).toBe(2);

    provider.idToken = (claims) => provider.sign(claims, { key: old });
    const { response } = await new UserAgent().follow(await customer.signInUrl());
    expectPage(response, 403, 'Sign-in was refused');
  });

  it('may be replaced under the same kid: after 30 seconds the new one is accepted', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    await signIn(await customer.signInUrl());
    provider.keys = [await createSigningKey(key.kid)];
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([403]));
    expect(provider.count('keys')).toBe(1);
    moveTime(31_000);
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([303]));
    expect(provider.count('keys')).toBe(2);
  });

  it.each(['when one fits', 'when none fits and the token has a kid'])(
    'may be several without a kid, %s',
    async (which) => {
      const { provider, customer } = await startCustomer(honestCustomer);
      const next = await createSigningKey();
      // What is undefined is left out of JSON.
      const kid = undefined as unknown as string;
      provider.keys = [key, next].map((one) => ({ ...one, publicJwk: { ...one.publicJwk, kid } }));
      const header = { kid: which === 'that fit' ? kid : 'another' };
      for (const one of provider.keys) {
        provider.idToken = (claims) => provider.sign(claims, { key: one, header });
        await signIn(await customer.signInUrl());
      }
      provider.idToken = async (claims) =>
        provider.sign(claims, { key: await createSigningKey(), header });
      const { response } = await new UserAgent().follow(await customer.signInUrl());
      expectPage(response, 403, 'Sign-in was refused');
      expect(provider.count('keys')).toBe(1);
    },
  );

  it('that cannot be fetched are requested once in 10 seconds, not by each sign-in', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    provider.takeovers.keys = faults['answers 500'];
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([502]));
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([502]));
    expect(provider.count('keys')).toBe(1);
    provider.takeovers.keys = undefined;
    moveTime(11_000);
    expect(new Set(await tenAtOnce(customer))).toEqual(new Set([303]));
    expect(provider.count('keys')).toBe(2);
  });

  it('may include a new one that is not used yet', async () => {
    const { provider, customer } = await startCustomer(honestCustomer);
    const next = await createSigningKey();
    provider.keys = [key, next];
    await signIn(await customer.signInUrl());
    provider.idToken = (claims) => provider.sign(claims, { key: next });
    await signIn(await customer.signInUrl());
    expect(provider.count('keys')).toBe(1);
  });

  /** The statuses at the ends of ten sign-ins: 303 for one that leads back to the application. */
  function tenAtOnce(customer: TestCustomer): Promise<number[]> {
    return Promise.all(
      Array.from({ length: 10 }, async () => {
        const start = await customer.signInUrl();
        const { response } = await new UserAgent().follow(start, isAt(REDIRECT_URI));
        return response.status;
      }),
    );
  }
});

const PATHS = { discovery: '/.well-known/openid-configuration', keys: '/keys' } as const;

function json(response: ServerResponse, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
}

/** A customer with a provider of their own. */
async function startCustomer(
  like?: TestCustomer,
): Promise<{ provider: IdentityProvider; customer: TestCustomer }> {
  const provider = await IdentityProvider.start(key);
  started.push(provider);
  const shared = like && { with: like };
  const customer = await createCustomer(server, provider.connection(), shared);
  provider.claims = { email: customer.user.email };
  return { provider, customer };
}

async function signInAndActivate(): Promise<void> {
  const { id_token } = await signIn(await honestCustomer.signInUrl());
  const { code } = await honestCustomer.activate({ id_token });
  if (code !== 'activated') throw new Error(code);
}

/** All clocks of this process, the server's among them, from now to the end of the test. */
function moveTime(milliseconds: number): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
}
