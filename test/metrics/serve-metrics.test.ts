import { afterAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const TOKEN = 'a-token-for-the-scraper';

/** A server for each environment that a test asks for. */
const servers = new Map<string, Promise<TestServer>>();
afterAll(async () => {
  for (const server of servers.values()) await (await server).close();
});

/** The status of `/metrics` on a server with this environment. */
async function ask(env: Record<string, string>, headers: [string, string][]): Promise<number> {
  const key = JSON.stringify(env);
  servers.set(key, servers.get(key) ?? startServer({ env }));
  const server = (await servers.get(key)) as TestServer;
  const { status, headers: answered, text } = await http(`${server.url}/metrics`, { headers });
  if (status === 200) {
    expect(answered['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('# TYPE latchkey_requests_total counter');
  } else {
    expect(JSON.parse(text)).toMatchObject({ code: 'not_found' });
  }
  return status;
}

describe('/metrics with a token', () => {
  const env = { LATCHKEY_METRICS_TOKEN: TOKEN };

  it('responds to a request with the token, also through a proxy', async () => {
    const headers: [string, string][] = [
      ['Authorization', `Bearer ${TOKEN}`],
      ['X-Forwarded-For', '192.0.2.1'],
    ];
    expect(await ask(env, headers)).toBe(200);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Basic ${TOKEN}`,
    TOKEN,
  ])('responds with 404 to others: %s', async (authorization) => {
    const headers = authorization === undefined ? [] : [['Authorization', authorization]];
    expect(await ask(env, headers as [string, string][])).toBe(404);
  });
});

describe('/metrics without a token', () => {
  it('responds to this machine', async () => {
    expect(await ask({}, [])).toBe(200);
  });

  it.each(['X-Forwarded-For', 'Forwarded', 'Via'])(
    'responds with 404 to a request through a proxy with %s',
    async (name) => {
      expect(await ask({}, [[name, '127.0.0.1']])).toBe(404);
    },
  );

  it('responds with 404 to a trusted proxy', async () => {
    expect(await ask({ LATCHKEY_TRUSTED_PROXIES: '127.0.0.1' }, [])).toBe(404);
  });

  it.each(['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:8080'])(
    'responds to this machine at %s',
    async (host) => {
      expect(await ask({}, [['Host', host]])).toBe(200);
    },
  );

  it.each([
    'licenses.example.com',
    'localhost.example.com',
    '10.0.0.1',
    '192.168.1.1:8080',
    'localhost@example.com',
    '',
  ])('responds with 404 through a local proxy without headers for %j', async (host) => {
    expect(await ask({}, [['Host', host]])).toBe(404);
  });
});
