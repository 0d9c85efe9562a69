import { afterEach, describe, expect, it } from '@jest/globals';
import { build } from '../support/build.ts';
import { createClient } from '../support/client.ts';
import { createTokenClient, getToken, requestToken } from '../support/oauth.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
afterEach(() => server.close());

async function start(limits: string) {
  server = await startServer({ env: { LATCHKEY_RATE_LIMITS: limits } });
  const make = build(server.store);
  return { make, product: (await make.product()).code, client: await make.oauthClient() };
}

/** What requests with an access token are answered. */
async function statuses(access_token: string, product: string, count: number) {
  const api = createClient(server, { access_token });
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    found.push((await api.call('getProductDetails', { query: { product } })).status);
  }
  return found;
}

describe('an address above its limit of wrong credentials', () => {
  it('gets no more answers to wrong client secrets; the right one is accepted', async () => {
    const { client } = await start('credential=3');
    const { client_id, client_secret } = client;
    const found: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      const form = { client_id, client_secret: `wrong ${index}` };
      found.push((await requestToken(server, form)).status);
    }
    expect(found).toEqual([401, 401, 401, 429, 429]);
    const path = '/realms/user-portal/protocol/openid-connect/token';
    const elsewhere = await requestToken(server, { client_id, client_secret: 'wrong' }, { path });
    expect(elsewhere.status).toBe(429);
    expect((await requestToken(server, { client_id, client_secret })).status).toBe(200);
  });

  it('gets no more answers to invalid access tokens; a right one is accepted', async () => {
    const { client, product } = await start('credential=3');
    const token = await getToken(server, client);
    expect(await statuses(`${token}x`, product, 5)).toEqual([401, 401, 401, 429, 429]);
    expect(await statuses(token, product, 1)).toEqual([200]);
  });

  it('is not reached by access tokens that have expired', async () => {
    const { client, product } = await start('credential=3');
    const token = await getToken(server, client);
    server.clock.advance(481_000);
    expect(await statuses(token, product, 5)).toEqual([401, 401, 401, 401, 401]);
  });
});

describe('an OAuth client above its limit of requests', () => {
  it('is refused with all its tokens, and no other client is', async () => {
    const { make, client, product } = await start('api-key=3');
    expect(await statuses(await getToken(server, client), product, 3)).toEqual([200, 200, 200]);
    const api = await createTokenClient(server, client);
    const { code, message } = await api.refused('getProductDetails', { query: { product } });
    expect(code).toBe('too_many_requests');
    expect(message).toContain('Too many requests with this OAuth client.');
    const other = await getToken(server, await make.oauthClient());
    expect(await statuses(other, product, 1)).toEqual([200]);
  });

  it('is limited for each address', async () => {
    const { client, product } = await start('api-key-address=2');
    const token = await getToken(server, client);
    expect(await statuses(token, product, 3)).toEqual([200, 200, 429]);
  });

  it('is refused when it guesses license keys', async () => {
    const { make, client } = await start('guess=2');
    const { code } = await make.product({ authorization_method: 'license-key' });
    const api = await createTokenClient(server, client);
    const codes: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const query = { product: code, license_key: `WRONG-${index}`, hardware_id: 'device' };
      codes.push((await api.refused('checkLicense', { query })).code);
    }
    const [limited, refused] = ['too_many_requests', 'license_not_found'];
    expect(codes).toEqual([refused, refused, limited, limited]);
  });
});
