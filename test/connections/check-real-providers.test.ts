import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConnection } from '../../src/connections/check-connection.ts';
import type { ProviderCheck } from '../../src/connections/provider-check.ts';
import type { OidcConnection } from '../../src/rules/oidc-connection.ts';
import { type BetterAuth, startBetterAuth } from '../support/better-auth.ts';
import { Glewlwyd, hasGlewlwyd } from '../support/glewlwyd.ts';
import { needing } from '../support/needing.ts';

const REGISTERED = 'https://licenses.example.com/sign-in/callback/acme';

async function check(connection: OidcConnection, redirectUri = REGISTERED) {
  const { host } = new URL(connection.issuer);
  const trial = { connection, account: 'acme', redirectUri, privateProviders: [host] };
  const checks = await checkConnection(trial, () => new Date());
  return (name: ProviderCheck['name']) => checks.find((one) => one.name === name)?.result;
}

needing('glewlwyd', hasGlewlwyd).describe('the check of a client at glewlwyd', () => {
  let provider: Glewlwyd;
  beforeAll(async () => {
    provider = await Glewlwyd.start();
    await provider.register(REGISTERED);
  }, 30_000);
  afterAll(() => provider.close());

  it('the check passes with the right secret', async () => {
    expect((await check(provider.connection()))('client')).toBe('ok');
  });

  it.each([{ client_secret: 'wrong' }, { client_id: 'unknown' }])(
    'the check fails with %j',
    async (over) => {
      expect((await check(provider.connection(over)))('client')).toBe('failed');
    },
  );

  it('the check never takes an unregistered redirect URI for registered', async () => {
    const found = await check(provider.connection(), `${REGISTERED}-2`);
    expect(found('redirect_uri')).toBe('unknown');
  });
});

describe('the check of a client at better-auth', () => {
  let provider: BetterAuth;
  beforeAll(async () => {
    provider = await startBetterAuth('RS256');
    provider.register([REGISTERED]);
  }, 30_000);
  afterAll(() => provider.close());

  // It looks at the code before the secret, and refuses the one as the other.
  it.each([{}, { client_secret: 'wrong' }, { client_id: 'unknown' }])(
    'says that it cannot tell: %j',
    async (over) => {
      expect(await check(provider.connection(over)).then((found) => found('client'))).toBe(
        'unknown',
      );
    },
  );

  it('never takes an unregistered redirect URI for registered', async () => {
    const found = await check(provider.connection(), `${REGISTERED}-2`);
    expect(found('redirect_uri')).not.toBe('ok');
  });
});
