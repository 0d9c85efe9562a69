import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Client = components['schemas']['AdminOAuthClient'] & { client_secret?: string };

describe('latchkey oauth-client', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('oauth-client', ...args);
  const json = <Result = Client>(...args: string[]) => shell.json<Result>('oauth-client', ...args);
  const names = async (...args: string[]) =>
    (await json<{ items: Client[] }>('list', ...args)).items.map(({ name }) => name);

  it('create shows the secret once, and says so', async () => {
    const { code, stdout, stderr } = await run('create', 'Desktop 3');
    expect(code).toBe(0);
    expect(stderr).toContain('not shown again');
    const [, secret = ''] = /^Secret +(\S+)$/m.exec(stdout) ?? [];
    const [, clientId = ''] = /^Client ID +(\S+)$/m.exec(stdout) ?? [];
    const known = await server.store.oauthClients.findByClientId(clientId);
    expect(known?.secrets.map((one) => one.secret)).toEqual([secret]);
    for (const name of ['Desktop 3', clientId, String(known?.client.id)]) {
      const again = await run('show', name);
      expect(again.stdout).toMatch(/^Secret +not shown again$/m);
      expect(again.stdout).toMatch(/^Scope +company$/m);
      expect(again.stdout).not.toContain(secret);
    }
  });

  it('create limits a client to an account, a customer or a license', async () => {
    const make = build(server.store);
    const account = await make.account({ code: 'acme' });
    const { id: product_id } = await make.product({ authorization_method: 'license-key' });
    const { id: license_id } = await make.license({ product_id, license_key: 'AAAA-BBBB' });
    const ofAccount = await json('create', 'Of an account', '--account', 'acme');
    expect(ofAccount).toMatchObject({ scope: 'customer_account', customer_account_id: account.id });
    const customer_id = account.customerId;
    const ofCustomer = await json('create', 'Of a customer', '--customer', String(customer_id));
    expect(ofCustomer).toMatchObject({ scope: 'customer', customer_id });
    const ofLicense = await json('create', 'Of a license', '--license', 'AAAA-BBBB', '--read-only');
    expect(ofLicense).toMatchObject({ scope: 'license', license_id, read_only: true });
    expect(await names('--license', 'AAAA-BBBB')).toEqual(['Of a license']);
    expect(await names('--scope', 'customer')).toEqual(['Of a customer']);
    const shown = await run('show', 'Of a license');
    expect(shown.stdout).toMatch(new RegExp(`^Scope +license ${license_id}$`, 'm'));
  });

  it('update changes only the named fields', async () => {
    const { client_secret, ...before } = await json('create', 'Old');
    const after = await json('update', String(before.id), '--name', 'New', '--read-only');
    const { updated_at } = after;
    expect(after).toEqual({ ...before, name: 'New', read_only: true, updated_at });
    expect(client_secret).toBeDefined();
  });

  it('rotate shows the new secret once, and how long the old one works', async () => {
    const { id, client_secret: first } = await json('create', 'Rotated');
    const { client_secret: second, ...client } = await json('rotate', 'Rotated');
    expect(second).not.toBe(first);
    const { secret_created_at: since, old_secret_expires_at: until } = client;
    expect(Date.parse(until ?? '') - Date.parse(since)).toBe(24 * 3_600_000);
    const { stdout, stderr } = await run('rotate', String(id), '--grace-hours', '0');
    expect(stderr).toContain('not shown again');
    const [, third = ''] = /^Secret +(\S+)$/m.exec(stdout) ?? [];
    expect(third).toMatch(/^[\w-]{40}$/);
    expect(await run('rotate', 'Rotated', '--grace-hours', '-1')).toMatchObject({ code: 2 });
  });

  it('revoke asks first', async () => {
    await json('create', 'Gone');
    expect(await run('revoke', 'Gone')).toMatchObject({ code: 2 });
    expect(await run('revoke', 'Gone', '--yes')).toMatchObject({ code: 0 });
    expect(await names('--revoked')).toEqual(['Gone']);
    expect((await run('show', 'Gone')).stdout).toMatch(/^State +revoked$/m);
  });
});
