import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { createWorld, newKeyLicense, type World } from '../../contract/world.ts';

describe('latchkey consumption', () => {
  let world: World;
  let shell: AdminShell;
  let key: string;
  beforeAll(async () => {
    world = await createWorld();
    shell = await createAdminShell(world.server);
    const { fields } = await newKeyLicense(world, { license_type: 'consumption' });
    const body = { ...fields, hardware_id: 'a', consumptions: 12 };
    await world.client.call('activateLicense', { body });
    await world.client.call('addConsumption', { body });
    key = fields.license_key;
  });
  afterAll(() => world.server.close());

  const run = (...args: string[]) => shell.run('consumption', 'list', key, ...args);

  it('list shows the days on which a license was used', async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d +- +12$/m);
  });

  it('list is limited to a feature and to days', async () => {
    expect((await run('--feature', 'export')).stderr).toContain('No results.');
    expect((await run('--until', '2001-01-01')).stderr).toContain('No results.');
    expect((await run('--since', '2001-01-01')).stdout).toContain('12');
  });
});
