import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Product = components['schemas']['AdminProduct'];

describe('latchkey product', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('product', ...args);
  const json = <Result = Product>(...args: string[]) => shell.json<Result>('product', ...args);
  const codes = async (...args: string[]) =>
    (await json<{ items: Product[] }>('list', ...args)).items.map(({ code }) => code);

  it('create makes a product from its options', async () => {
    const options = ['--name', 'Plug-in', '--method', 'license-key', '--metadata', '{"tier":1}'];
    const product = await json(
      'create',
      'plugin',
      ...options,
      '--disable',
      '--prevent-vm',
      '--refuse-vm',
      '--client-overages',
      '--floating-timeout',
      '15',
      '--allow-trial',
      '--trial-days=15',
    );
    expect(product).toMatchObject({
      code: 'plugin',
      name: 'Plug-in',
      authorization_method: 'license-key',
      enabled: false,
      prevent_vm: true,
      refuse_vm: true,
      clients_set_overages: true,
      floating_timeout: 15,
      allow_trial: true,
      trial_days: 15,
      archived: false,
      metadata: { tier: 1 },
    });
    expect(await json('show', 'plugin')).toEqual(product);
  });

  it('create shows the product on a terminal', async () => {
    const { code, stdout, stderr } = await run('create', 'desktop-pro', '--name', 'Desktop Pro');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ID +\d+\nCode +desktop-pro\nName +Desktop Pro\nMethod +user\n/);
  });

  it('create exits with 1 and the error of the server when the code is taken', async () => {
    await json('create', 'twice', '--name', 'Once');
    const { code, stdout, stderr } = await run('create', 'twice', '--name', 'Twice');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*twice.* \(already_exists\)\n$/);
  });

  it('show accepts the code or the ID', async () => {
    const { id } = await json('create', 'shown', '--name', 'Shown');
    expect(await json('show', String(id))).toEqual(await json('show', 'shown'));
  });

  it('show exits with 1 when there is none', async () => {
    const { code, stderr } = await run('show', 'nothing');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: There is no product nothing.\n' });
  });

  it('update changes only the named fields', async () => {
    const before = await json('create', 'changing', '--name', 'Before', '--prevent-vm');
    const after = await json('update', 'changing', '--name', 'After', '--disable');
    expect(after).toEqual({
      ...before,
      name: 'After',
      enabled: false,
      updated_at: after.updated_at,
    });
    expect(await json('update', 'changing', '--enable', '--allow-vm')).toMatchObject({
      enabled: true,
      prevent_vm: false,
    });
  });

  it.each([
    [[], 'No change was given'],
    [['--enable', '--disable'], 'cannot be used with'],
    [['--metadata', '[1]'], 'must be a JSON object'],
  ])('update exits with 2 at %j', async (options, words) => {
    await run('create', 'unchanged', '--name', 'Unchanged');
    const { code, stderr } = await run('update', 'unchanged', ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it('archive and unarchive set the state', async () => {
    await json('create', 'old', '--name', 'Old');
    expect(await json('archive', 'old')).toMatchObject({ archived: true });
    expect(await codes('--archived')).toEqual(['old']);
    expect(await codes('--not-archived')).not.toContain('old');
    expect(await json('unarchive', 'old')).toMatchObject({ archived: false });
  });

  it('list filters by kind and state', async () => {
    await json('create', 'by-key', '--name', 'K', '--method', 'license-key', '--disable');
    const found = await codes('--method', 'license-key', '--disabled');
    expect(found).toContain('by-key');
    for (const code of found) {
      expect(await json('show', code)).toMatchObject({
        authorization_method: 'license-key',
        enabled: false,
      });
    }
    expect(await codes('--enabled')).not.toContain('by-key');
  });

  it('delete asks first, and then deletes', async () => {
    await json('create', 'gone', '--name', 'Gone');
    expect(await run('delete', 'gone')).toMatchObject({ code: 2 });
    expect(await run('delete', 'gone', '--yes')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('show', 'gone')).toMatchObject({ code: 1 });
  });

  it('delete exits with 1 when the product has licenses', async () => {
    const { id } = await json('create', 'sold', '--name', 'Sold');
    await build(server.store).license({ product_id: id });
    const { code, stderr } = await run('delete', 'sold', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain('(in_use)');
  });
});
