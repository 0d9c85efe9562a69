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

/** The client's address as the log has it. */
async function loggedAddress(
  server: TestServer,
  path: string,
  headers: [string, string][],
): Promise<unknown> {
  const response = await http(server.url + path, { headers });
  const id = response.headers['x-request-id'];
  return server.logs.find(({ requestId, msg }) => requestId === id && msg === 'request')?.['ip'];
}

describe('the address of a client', () => {
  it.each(['/health/live', '/oidc/jwks', '/sign-in/unknown', '/nothing'])(
    'is taken from the headers of a trusted proxy, at %s',
    async (path) => {
      const headers: [string, string][] = [['X-Forwarded-For', '198.51.100.1, 192.0.2.7']];
      expect(await loggedAddress(behindProxy, path, headers)).toBe('192.0.2.7');
    },
  );

  it.each([
    ['X-Forwarded-For', '192.0.2.7'],
    ['Forwarded', 'for=192.0.2.7'],
    ['X-Real-IP', '192.0.2.7'],
    ['CF-Connecting-IP', '192.0.2.7'],
    ['True-Client-IP', '192.0.2.7'],
  ])('is not taken from %s of any other client', async (name, value) => {
    expect(await loggedAddress(direct, '/health/live', [[name, value]])).toBe('127.0.0.1');
  });
});
