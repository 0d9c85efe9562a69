import type { OAuthClient } from '../../src/rules/oauth-client.ts';
import { type Client, createClient } from './client.ts';
import { http, type HttpResponse } from './http.ts';
import type { TestServer } from './start-server.ts';

export type OAuthCredentials = Pick<OAuthClient, 'client_id'> & { readonly client_secret: string };

interface TokenResponse {
  readonly access_token: string;
  readonly expires_in: number;
  readonly token_type: string;
}

/** Sends a token request. @param form in place of the client's ID and secret in the form */
export function requestToken(
  server: Pick<TestServer, 'url'>,
  form: Record<string, string>,
  options: {
    path?: string;
    headers?: readonly (readonly [string, string])[];
    localAddress?: string;
  } = {},
): Promise<HttpResponse> {
  const { path = '/oidc/token', headers = [], ...rest } = options;
  return http(server.url + path, {
    method: 'POST',
    headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...headers],
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    ...rest,
  });
}

/** Gets an access token. */
export async function getToken(
  server: Pick<TestServer, 'url'>,
  { client_id, client_secret }: OAuthCredentials,
): Promise<string> {
  const { status, text } = await requestToken(server, { client_id, client_secret });
  if (status !== 200) throw new Error(`the token endpoint answered ${status} ${text}`);
  return (JSON.parse(text) as TokenResponse).access_token;
}

/** A client of the License API with an access token. */
export async function createTokenClient(
  server: TestServer,
  credentials: OAuthCredentials,
): Promise<Client> {
  return createClient(server, { access_token: await getToken(server, credentials) });
}
