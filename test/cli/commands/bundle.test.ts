import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

/** `latchkey bundle` and `latchkey bundle-license` */
describe('the command line', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    for (const code of ['writer', 'sheets', 'slides']) {
      await shell.run('product', 'create', code, '--name', code, '--method', 'license-key');
    }
    await shell.run(
      ...['bundle', 'create', 'suite', '--name', 'Suite', '--method', 'license-key'],
      ...['--product', 'writer', '--product', 'sheets'],
    );
  });
  afterAll(() => server.close());

  it('creates, shows, changes, lists and deletes bundles', async () => {
    const run = (...args: string[]) => shell.run('bundle', ...args);
    expect((await run('show', 'suite')).stdout).toMatch(/writer[^]*sheets/);
    const made = ['office', '--name', 'Office', '--method', 'license-key', '--product', 'writer'];
    expect((await run('create', ...made)).code).toBe(0);
    expect((await run('update', 'office', '--product', 'slides', '--archive')).code).toBe(0);
    expect((await run('list', '--archived')).stdout).toMatch(/office.*slides.*archived/);
    expect((await run('delete', 'office', '--yes')).code).toBe(0);
    const { stdout } = await shell.run('audit', 'list', '--subject-kind', 'bundle');
    expect(stdout).toContain('deleteBundle');
  });

  it('issues, shows, changes, lists and deletes bundle licenses, with their products', async () => {
    const run = (...args: string[]) => shell.run('bundle-license', ...args);
    const key = 'FUH3-4E7A-LZJL-7JTP';
    const created = await run(
      ...['create', '--bundle', 'suite', '--key', key, '--max-activations', '2'],
      ...['--order', 'order-1'],
    );
    expect(created.stderr).toBe('');
    expect(created.stdout).toMatch(/writer: 0 of 2 devices[^]*sheets: 0 of 2 devices/);
    expect((await run('list', '--order', 'order-1')).stdout).toMatch(/suite.*writer, sheets/);
    expect((await run('update', key, '--disable')).stdout).toMatch(/writer: .*disabled/);
    expect((await run('update', key, '--enable')).stdout).not.toContain('disabled');
    const { stdout } = await shell.run('license', 'list', '--product', 'sheets');
    expect(stdout).toContain(key);
    expect((await run('delete', key, '--yes')).code).toBe(0);
    expect((await run('show', key)).stderr).toContain(`There is no bundle license ${key}.`);
  });

  it('assigns and unassigns bundle licenses of user products', async () => {
    await shell.run('product', 'create', 'desk', '--name', 'Desk', '--method', 'user');
    await shell.run(
      'bundle',
      'create',
      'desks',
      '--name',
      'D',
      '--method',
      'user',
      '--product',
      'desk',
    );
    const { id } = await shell.json<{ id: number }>(
      'bundle-license',
      'create',
      '--bundle',
      'desks',
    );
    await shell.run('user', 'create', 'bob@acme.test');
    const run = (verb: string, ...more: string[]) =>
      shell.json<{ licenses: { user_count: number }[] }>(
        ...['bundle-license', verb, String(id), 'bob@acme.test', ...more],
      );
    const assigned = await run('assign', '--max-activations', '1');
    expect(assigned.licenses).toMatchObject([{ user_count: 1 }]);
    const free = await run('unassign', '--release-devices', '--yes');
    expect(free.licenses).toMatchObject([{ user_count: 0 }]);
  });
});
