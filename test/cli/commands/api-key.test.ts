import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Key = components['schemas']['AdminApiKey'] & { shared_key?: string };

describe('latchkey api-key', () => {
  let server: TestServer;
  let shell: AdminShell;
  let productId: number;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    ({ id: productId } = await build(server.store).product({ code: 'desktop' }));
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('api-key', ...args);
  const json = <Result = Key>(...args: string[]) => shell.json<Result>('api-key', ...args);
  const names = async (...args: string[]) =>
    (await json<{ items: Key[] }>('list', ...args)).items.map(({ name }) => name);

  it('create shows the shared key once, and says so', async () => {
    const { code, stdout, stderr } = await run('create', 'Desktop 3');
    expect(code).toBe(0);
    expect(stderr).toContain('not shown again');
    const [, sharedKey = ''] = /^Shared key +(\S+)$/m.exec(stdout) ?? [];
    const [, apiKey = ''] = /^API key +(\S+)$/m.exec(stdout) ?? [];
    expect(await server.store.apiKeys.findByKey(apiKey)).toMatchObject({ shared_key: sharedKey });
    const again = await run('show', 'Desktop 3');
    expect(again.stdout).toMatch(/^Shared key +not shown again$/m);
    expect(again.stdout).not.toContain(sharedKey);
  });

  it('create limits a key to products and to reading', async () => {
    const key = await json('create', 'Monitor', '--product', 'desktop', '--read-only');
    expect(key).toMatchObject({ read_only: true, product_ids: [productId] });
    expect(key.shared_key).toMatch(/^[\w-]{40}$/);
  });

  it('update changes only the named fields', async () => {
    const { shared_key, ...before } = await json('create', 'Old', '--product', 'desktop');
    const after = await json('update', String(before.id), '--name', 'New', '--read-only');
    expect(after).toEqual({
      ...before,
      name: 'New',
      read_only: true,
      updated_at: after.updated_at,
    });
    expect(shared_key).toBeDefined();
    const wide = await json('update', 'New', '--all-products', '--read-write');
    expect(wide).toMatchObject({ product_ids: null, read_only: false });
    expect(await run('update', 'New')).toMatchObject({ code: 2 });
  });

  it('revoke asks first, and then the key is refused', async () => {
    await json('create', 'Gone');
    expect(await run('revoke', 'Gone')).toMatchObject({ code: 2 });
    expect(await run('revoke', 'Gone', '--yes')).toMatchObject({ code: 0 });
    expect(await names('--revoked')).toEqual(['Gone']);
    expect((await run('show', 'Gone')).stdout).toMatch(/^State +revoked$/m);
  });

  it('list filters', async () => {
    await json('create', 'For all');
    const other = await build(server.store).product();
    await json('create', 'For another', '--product', other.code);
    const found = await names('--product', 'desktop');
    expect(found).toContain('For all');
    expect(found).not.toContain('For another');
    expect(await names('--not-revoked')).not.toContain('Gone');
  });
});
