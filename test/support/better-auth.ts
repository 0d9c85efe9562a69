import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../src/rules/oidc-connection.ts';
import { http } from './http.ts';
import { freePort } from './server-process.ts';

const CLIENT = { id: 'latchkey', secret: randomUUID() };
const PASSWORD = 'a password of theirs';
/** Its tables. */
const TABLES = [
  ...([
    'user',
    'session',
    'account',
    'verification',
    'jwks',
    'oauthClient',
    'oauthConsent',
  ] as const),
  ...(['oauthAccessToken', 'oauthRefreshToken', 'oauthResource', 'oauthClientResource'] as const),
];

export type Algorithm = 'EdDSA' | 'RS256' | 'ES256';

/** better-auth as an OpenID provider: what applications of today are built with. */
export type BetterAuth = Awaited<ReturnType<typeof startBetterAuth>>;

/** Starts it. @param algorithm of its signatures */
export async function startBetterAuth(algorithm: Algorithm) {
  const host = `localhost:${await freePort()}`;
  const issuer = `http://${host}`;
  const rows: Record<string, Record<string, unknown>[]> = Object.fromEntries(
    TABLES.map((name) => [name, []]),
  );
  const auth = betterAuth({
    baseURL: issuer,
    secret: randomUUID() + randomUUID(),
    database: memoryAdapter(rows),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    logger: { level: 'error' },
    rateLimit: { enabled: false },
    disabledPaths: ['/token'],
    plugins: [
      jwt({ jwt: { issuer }, jwks: { keyPairConfig: { alg: algorithm } } }),
      // Their types disagree where optional properties are exact.
      oauthProvider({
        loginPage: '/sign-in',
        consentPage: '/consent',
        silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
      }) as unknown as BetterAuthPlugin,
    ],
  });
  const { getOpenIdConfig } = auth.api as unknown as { getOpenIdConfig: () => Promise<object> };
  const handle = toNodeHandler(auth);
  // Discovery is left to whoever serves the origin.
  const server = createServer((request, response) => {
    if (request.url !== '/.well-known/openid-configuration') return void handle(request, response);
    void getOpenIdConfig().then((document) => {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document));
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(Number(host.split(':')[1]), 'localhost', resolve),
  );

  return {
    issuer,
    /** For LATCHKEY_PRIVATE_PROVIDERS. */
    host,

    /** A connection that leads here. */
    connection(over: Partial<OidcConnection> = {}): OidcConnection {
      const { id: clientId, secret: clientSecret } = CLIENT;
      const settings = {
        kind: 'oidc' as const,
        issuer,
        client_id: clientId,
        client_secret: clientSecret,
      };
      return { ...DEFAULT_OIDC_SETTINGS, ...settings, ...over };
    },

    /** Registers Latchkey. */
    register(redirectUris: readonly string[]): void {
      rows['oauthClient'] = [
        {
          id: randomUUID(),
          clientId: CLIENT.id,
          disabled: false,
          requirePKCE: true,
          // As it stores it.
          clientSecret: createHash('sha256').update(CLIENT.secret).digest('base64url'),
          redirectUris: [...redirectUris],
          scopes: ['openid', 'email'],
          skipConsent: true,
          grantTypes: ['authorization_code'],
          responseTypes: ['code'],
          tokenEndpointAuthMethod: 'client_secret_basic',
          createdAt: new Date(),
          updatedAt: new Date(),
        },
      ];
    },

    /** @returns the cookie of somebody who has signed in there */
    async addPerson(email: string, emailVerified: boolean): Promise<string> {
      const body = { email, name: email, password: PASSWORD };
      const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true });
      const row = rows['user']?.find((one) => one['email'] === email);
      if (row === undefined) throw new Error(`better-auth did not keep ${email}`);
      row['emailVerified'] = emailVerified;
      return headers.getSetCookie()[0]?.split(';')[0] ?? '';
    },

    /**
     * Lets somebody pass who has signed in.
     * @param url of its authorization endpoint, where Latchkey sent the browser
     * @returns where the browser is sent back to
     */
    async authorize(url: string, cookie: string): Promise<string> {
      const { status, headers, text } = await http(url, { headers: [['Cookie', cookie]] });
      const { location } = headers;
      if (typeof location !== 'string') {
        throw new Error(`better-auth sent nobody back: ${status} ${text}`);
      }
      return location;
    },

    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
