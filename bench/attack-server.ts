import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sign } from '../src/schemes/requestSignature.ts';
import { build } from '../test/support/build.ts';
import type { Credentials } from '../test/support/client.ts';
import { IdentityProvider } from '../test/support/identity-provider.ts';
import { createInstallation } from '../test/support/installation.ts';
import { startServerProcess } from '../test/support/server-process.ts';

/** The length of an error from the provider. */
const LONG = 65_536;

export type AttackServer = Awaited<ReturnType<typeof startAttackServer>>;

/**
 * Starts a server as in production, with its default limits, behind a proxy, so that each request can name its own
 * address. It has the data that the attacks need, and an identity provider that answers each code with a long error.
 * @param databaseUrl of PostgreSQL; SQLite without it
 */
export async function startAttackServer(databaseUrl?: string) {
  const installation = await createInstallation(databaseUrl === undefined ? {} : { databaseUrl });
  const { store, env } = installation;
  const make = build(store);
  const provider = await IdentityProvider.start();
  provider.takeovers.token = (_request, response: ServerResponse) => {
    const error_description = `${randomUUID()} ${'a://'.repeat(LONG / 4)}`;
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: 'a://'.repeat(LONG / 4), error_description }));
  };
  const { code: account } = await make.account({}, provider.connection());
  const people = await make.product();
  const victim = await make.user({ password: 'correct horse battery staple' });
  await make.license({ product_id: people.id, userId: victim.id });
  // Each attack has its own API key, so that the limit of one attack does not stop the others.
  const application = () => make.apiKey();
  const server = await startServerProcess(installation.dataDir, {
    ...env,
    LATCHKEY_RATE_LIMITS: '',
    LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
    LATCHKEY_PRIVATE_PROVIDERS: provider.host,
  });
  const port = Number(new URL(server.url).port);

  return {
    installation,
    server,
    port,
    provider,
    account,
    application,
    keyProduct: installation.product.code,
    userProduct: people.code,
    victim: victim.email,

    /** The bytes of a request. @param from the network that it claims to come from */
    bytesOf: (
      method: string,
      target: string,
      { body, from, by }: { body?: object; from?: string; by?: Credentials } = {},
    ): string => {
      const json = body === undefined ? '' : JSON.stringify(body);
      const headers = [
        `Host: localhost:${port}`,
        'Accept: text/html, application/json',
        ...(from === undefined ? [] : [`X-Forwarded-For: ${from}`]),
        ...(by === undefined ? [] : signature(by)),
        ...(method === 'GET'
          ? []
          : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(json)}`]),
      ];
      return [`${method} ${target} HTTP/1.1`, ...headers, '', json].join('\r\n');
    },

    /** Requests a sign-in URL. */
    async signInUrl(by: Credentials): Promise<string> {
      const query = `product=${people.code}&customer_account_code=${account}`;
      const answer = await fetch(`${server.url}/api/v4/sso_url?${query}`, {
        headers: signature(by).map((line) => line.split(': ') as [string, string]),
      });
      return ((await answer.json()) as { url: string }).url;
    },

    async close(): Promise<void> {
      await server.stop();
      await provider.close();
      await installation.close();
    },
  };
}

function signature({ api_key: apiKey, shared_key: sharedKey }: Credentials): string[] {
  const date = new Date().toUTCString();
  const signed = sign(sharedKey, date);
  return [
    `Date: ${date}`,
    `Authorization: algorithm="hmac-sha256", headers="date", signature="${signed}", apikey="${apiKey}"`,
  ];
}
