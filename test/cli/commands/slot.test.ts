import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { createClient } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

describe('latchkey slot', () => {
  let server: TestServer;
  let shell: AdminShell;
  const license_key = 'SLOTS-2027';
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    const made = build(server.store);
    const product = await made.product({ authorization_method: 'license-key' });
    await made.license({ product_id: product.id, license_key, floating: true });
    const client = createClient(server, await made.apiKey());
    for (const hardware_id of ['laptop', 'desktop']) {
      const body = { product: product.code, license_key, hardware_id };
      await client.call('activateLicense', { body });
    }
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('slot', ...args);

  it('list shows the devices that hold a slot', async () => {
    const { code, stdout } = await run('list', license_key);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ +desktop /m);
    expect(stdout).toMatch(/^\d+ +laptop /m);
  });

  it('free asks first, and then frees the slots of a device', async () => {
    expect(await run('free', license_key, 'laptop')).toMatchObject({ code: 2 });
    const { code, stderr, stdout } = await run('free', license_key, 'laptop', '--yes');
    expect(code).toBe(0);
    expect(stdout + stderr).toContain('Freed 1 slot(s) of laptop.');
    expect((await run('list', license_key)).stdout).not.toContain('laptop');
    const again = await run('free', license_key, 'laptop', '--yes');
    expect(again.stdout + again.stderr).toContain('Freed 0 slot(s) of laptop.');
  });
});
