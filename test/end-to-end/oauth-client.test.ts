import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allowInsecureRequests,
  type ClientAuth,
  clientCredentialsGrant,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  fetchProtectedResource,
} from 'openid-client';
import { readSteps } from '../../docs/build/diagrams.ts';
import { build } from '../support/build.ts';
import { recordExchanges } from '../support/exchanges.ts';
import type { OAuthCredentials } from '../support/oauth.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let client: OAuthCredentials;
let device: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  const make = build(server.store);
  const customer_id = await make.customer(null);
  client = await make.oauthClient({ customer_id });
  const { id, code } = await make.product({ authorization_method: 'license-key' });
  const license_key = randomUUID().toUpperCase();
  await make.license({ product_id: id, customer_id, license_key });
  device = { product: code, license_key, hardware_id: randomUUID() };
});
afterAll(() => server.close());

/** Reads the discovery document, as an application does that knows the issuer only. */
function discover(authentication: ClientAuth): Promise<Configuration> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the server of the test speaks plain http
  const execute = [allowInsecureRequests];
  return discovery(new URL(`${server.url}/oidc`), client.client_id, {}, authentication, {
    execute,
  });
}

/** Sends a request of the License API with a token. @returns its status; the library throws for a challenge */
async function send(config: Configuration, token: string, path: string, body?: object) {
  const headers = new Headers({
    Date: server.clock.now().toUTCString(),
    'Content-Type': 'application/json',
  });
  const url = new URL(server.url + path);
  const method = body === undefined ? 'GET' : 'POST';
  const text = body && JSON.stringify(body);
  const response = await fetchProtectedResource(config, token, url, method, text, headers).catch(
    (error: unknown) => (error as { response: Response }).response,
  );
  await response.text();
  return response.status;
}

describe('an application with openid-client', () => {
  it.each([
    ['client_secret_basic', ClientSecretBasic],
    ['client_secret_post', ClientSecretPost],
  ])('gets a token with %s and calls the API, as the diagram says', async (_, method) => {
    const end = recordExchanges({ latchkey: server.url, provider: 'http://127.0.0.1:1' });
    const config = await discover(method(client.client_secret));
    const check = `/api/v4/check_license?${new URLSearchParams(device).toString()}`;

    const first = await clientCredentialsGrant(config);
    expect(first).toMatchObject({ token_type: 'bearer', expires_in: 480 });
    expect(await send(config, first.access_token, '/api/v4/activate_license', device)).toBe(200);
    server.clock.advance(481_000);
    expect(await send(config, first.access_token, check)).toBe(401);
    server.clock.advance(-481_000);
    const second = await clientCredentialsGrant(config);
    expect(await send(config, second.access_token, check)).toBe(200);

    const drawn = readSteps(readFileSync('docs/diagrams/oauth-client.mmd', 'utf8')).map(
      ({ text }) => text.replace(/^(\d{3}) .*/, '$1').replace('openid-configuration', '…'),
    );
    expect(end().map(({ text }) => text)).toEqual(drawn);
  });

  it('learns that its secret is wrong', async () => {
    const config = await discover(ClientSecretBasic('wrong'));
    await expect(clientCredentialsGrant(config)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { error: 'invalid_client' } }],
    });
  });
});
