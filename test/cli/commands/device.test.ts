import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Device = components['schemas']['AdminDevice'];

describe('latchkey device', () => {
  let server: TestServer;
  let shell: AdminShell;
  let license: string;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    const made = build(server.store);
    const { id: productId } = await made.product();
    const { id: userId } = await made.user({ email: 'alice@acme.test' });
    const { id: licenseId } = await made.license({ product_id: productId, userId });
    const holder = { licenseUserId: userId };
    for (const hardwareId of ['laptop', 'desktop', 'tablet']) {
      await made.device({ productId, holder, hardwareId });
    }
    license = String(licenseId);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('device', ...args);
  const names = async (...args: string[]) => {
    const { items } = await shell.json<{ items: Device[] }>('device', 'list', license, ...args);
    return items.map(({ hardware_id }) => hardware_id).sort();
  };

  it('list shows the devices of a license', async () => {
    const { code, stdout } = await run('list', license);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ +laptop +alice@acme\.test +taken +no +\d{4}-/m);
    expect(await names('--user', 'alice@acme.test')).toEqual(['desktop', 'laptop', 'tablet']);
    expect(await names('--hardware-id', 'tablet')).toEqual(['tablet']);
  });

  it('release asks first, and then frees the seat of a device', async () => {
    expect(await run('release', license, 'laptop')).toMatchObject({ code: 2 });
    expect(await run('release', license, 'laptop', '--yes')).toMatchObject({ code: 0 });
    expect(await names('--active')).toEqual(['desktop', 'tablet']);
    expect(await names('--released')).toEqual(['laptop']);
  });

  it('release accepts the ID too', async () => {
    const { items } = await shell.json<{ items: Device[] }>(
      ...['device', 'list', license, '--hardware-id', 'tablet'],
    );
    const id = String(items[0]?.id);
    expect(await run('release', license, id, '--yes')).toMatchObject({ code: 0 });
    expect(await names('--active')).toEqual(['desktop']);
  });

  it('blacklist asks first, and allow ends it', async () => {
    const isBlacklisted = async () => {
      const { items } = await shell.json<{ items: Device[] }>(
        ...['device', 'list', license, '--hardware-id', 'desktop'],
      );
      return items[0]?.blacklisted;
    };
    expect(await run('blacklist', license, 'desktop')).toMatchObject({ code: 2 });
    expect(await run('blacklist', license, 'desktop', '--yes')).toMatchObject({ code: 0 });
    expect(await isBlacklisted()).toBe(true);
    expect(await run('allow', license, 'desktop')).toMatchObject({ code: 0 });
    expect(await isBlacklisted()).toBe(false);
  });

  it('release exits with 1 when the license has no such active device', async () => {
    const none = await run('release', license, 'watch', '--yes');
    expect(none).toMatchObject({ code: 1, stderr: 'error: There is no device watch.\n' });
    const again = await run('release', license, 'laptop', '--yes');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('(not_found)') });
  });
});
