import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newAddress } from '../support/addresses.ts';
import { createCustomer, type TestCustomer } from '../support/customer.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({
    env: {
      LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1',
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
      LATCHKEY_RATE_LIMITS: 'credential=2',
    },
  });
  customer = await createCustomer(server, provider.connection());
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await server.close();
  await provider.close();
});

const entries = async () => {
  const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 200 });
  return items;
};
const callback = (from: string, query: string) =>
  http(`${server.url}/sign-in/callback/${customer.code}?${query}`, {
    headers: [
      ['Accept', 'text/html'],
      ['X-Forwarded-For', from],
    ],
  });

describe('callbacks', () => {
  it('of no sign-in are limited in number, and nothing is stored of them', async () => {
    const from = newAddress();
    const statuses = [];
    for (let time = 0; time < 6; time += 1) {
      statuses.push((await callback(from, `state=made-up-${time}&error=access_denied`)).status);
    }
    expect(statuses.slice(0, 2)).toEqual([400, 400]);
    expect(statuses.at(-1)).toBe(429);
    expect(await entries()).toEqual([]);
  });

  it('that refuse a sign-in get their page and their audit entry, however many there are', async () => {
    provider.back = { code: undefined, error: 'access_denied' };
    const statuses = [];
    for (let time = 0; time < 6; time += 1) {
      // All from the one address of this machine.
      const browser = new UserAgent();
      const { response } = await browser.follow(await customer.signInUrl());
      statuses.push(response.status);
    }
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await entries()).toMatchObject([{ code: 'access_denied', repeated: 5 }]);
  });
});
