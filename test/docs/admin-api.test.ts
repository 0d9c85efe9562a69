import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '../support/client.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { createWalk, readBlocks, scriptOf, type Walk } from '../support/page-walk.ts';
import { missingOf } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

const missing = await missingOf('bash', 'curl', 'jq');
/** Every command of the page, one after the other, in one shell: somebody who copies them from top to bottom. */
needing(missing.join(' and '), missing.length === 0).describe('the page on the Admin API', () => {
  let server: TestServer;
  let provider: IdentityProvider;
  let walk: Walk;
  let walked: Awaited<ReturnType<Walk['run']>>;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    walk = await createWalk();
    const script = scriptOf(await readBlocks('admin-api'), { 'sh walk': (code) => code })
      .replaceAll('http://localhost:8080', server.url)
      .replaceAll('https://login.acme.test', provider.url);
    walked = await walk.run(script, {
      LATCHKEY_DATA_DIR: server.config.dataDir,
      LATCHKEY_DEMO: 'off',
    });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await provider.close();
    await walk.remove();
  });

  it('the page works from top to bottom', () => {
    expect(walked).toMatchObject({ code: 0 });
  });

  it('the page creates a user who can sign in', async () => {
    const { store } = server;
    expect((await store.products.findByCode('desktop-pro'))?.name).toBe('Desktop Professional');
    const account = await store.customerAccounts.findByCode('acme');
    expect(account?.connection).toMatchObject({ enabled: true, issuer: provider.url });
    const [apiKey = '', sharedKey = ''] = [...walked.output.matchAll(/_key": "([\w-]+)"/g)].map(
      ([, value]) => value,
    );
    const { body } = await createClient(server, { api_key: apiKey, shared_key: sharedKey }).call(
      'getSsoUrl',
      {
        query: { product: 'desktop-pro', customer_account_code: 'acme' },
      },
    );
    expect(body['url']).toContain('response_type=code');
  });

  it('the page shows faults of a connection and what to register', () => {
    expect(walked.output).toContain(`"${server.url}/sign-in/callback/acme"`);
    expect(walked.output).toContain('"name": "keys"');
    expect(walked.output).not.toContain('"ok": false');
  });
});
