import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OidcSettings } from '../../src/rules/oidc-connection.ts';
import type { SignInCause } from '../../src/rules/sign-in-causes.ts';
import { type Algorithm, type BetterAuth, startBetterAuth } from '../support/better-auth.ts';
import { createCustomer, isAt, readResult, type TestCustomer } from '../support/customer.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';

type Row = readonly [verified: boolean, Partial<OidcSettings>, SignInCause | 'activated'];
const ROWS: readonly Row[] = [
  [true, {}, 'activated'],
  [true, { trust: 'managed' }, 'activated'],
  [false, {}, 'email_not_verified'],
  [false, { trust: 'unstated' }, 'email_not_verified'],
  [false, { trust: 'managed' }, 'activated'],
  [true, { token_endpoint_auth_method: 'client_secret_post' }, 'client_secret_refused'],
  [true, { scopes: ['profile'] }, 'scope_refused'],
];

describe.each<Algorithm>(['EdDSA', 'RS256', 'ES256'])(
  'users of better-auth, with %s',
  (algorithm) => {
    let server: TestServer;
    let provider: BetterAuth;
    const people = new Map<boolean, { customer: TestCustomer; cookie: string }>();
    beforeAll(async () => {
      provider = await startBetterAuth(algorithm);
      server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
      for (const verified of [true, false]) {
        const email = `${verified ? 'verified' : 'unknown'}@acme.test`;
        const customer = await createCustomer(server, provider.connection(), { email });
        people.set(verified, { customer, cookie: await provider.addPerson(email, verified) });
      }
      provider.register(
        [...people.values()].map(
          ({ customer }) => `${server.url}/sign-in/callback/${customer.code}`,
        ),
      );
    });
    afterAll(async () => {
      await server.close();
      await provider.close();
    });

    it.each(ROWS)(
      'with an address verified %j and %j get %s',
      async (verified, settings, expected) => {
        const { customer, cookie } = people.get(verified) ?? {};
        if (customer === undefined || cookie === undefined) throw new Error('nobody made them');
        await server.store.connections.set(customer.id, {
          enabled: true,
          default_response_type: 'token',
          allow_implicit: true,
          ...provider.connection(settings),
        });
        const browser = new UserAgent();
        const isThere = (url: string) => new URL(url).host === provider.host;
        const { url } = await browser.follow(await customer.signInUrl(), isThere);
        const back = await provider.authorize(url, cookie);
        const end = await browser.follow(back, isAt(REDIRECT_URI));
        if (!isAt(REDIRECT_URI)(end.url)) {
          const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
          expect(items[0]).toMatchObject({ outcome: 'refused', code: expected });
          return;
        }
        const { id_token } = readResult(end.url);
        expect((await customer.activate({ id_token })).code).toBe(expected);
      },
    );
  },
);
