import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let direct: TestServer;
let behindProxy: TestServer;
beforeAll(async () => {
  direct = await startServer();
  behindProxy = await startServer({ env: { LATCHKEY_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(async () => {
  await direct.close();
  await behindProxy.close();
});

/** The id of a request that comes with one. */
async function idOf(server: TestServer, given: string): Promise<unknown> {
  const headers = [['X-Request-Id', given]] as const;
  return (await http(`${server.url}/health/live`, { headers })).headers['x-request-id'];
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the request ID', () => {
  it('is taken from a trusted proxy, for the response and the log', async () => {
    expect(await idOf(behindProxy, 'Proxy_1.2-3')).toBe('Proxy_1.2-3');
    expect(behindProxy.logs.map(({ requestId }) => requestId)).toContain('Proxy_1.2-3');
  });

  it('is our own when another client sends one', async () => {
    expect(await idOf(direct, 'claimed')).toMatch(UUID);
  });

  it.each(['', 'a b', 'a"b', '<b>', 'a,b', 'ü', '%0a', 'a'.repeat(129)])(
    'is our own when that of the proxy is not allowed: %s',
    async (given) => {
      expect(await idOf(behindProxy, given)).toMatch(UUID);
    },
  );
});
