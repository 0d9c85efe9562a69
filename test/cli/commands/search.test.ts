import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

describe('latchkey find', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    await shell.json('customer', 'create', 'it@kunde007.test', '--company', 'Kunde 007 GmbH');
    await shell.json('user', 'create', 'bob@kunde007.test', '--first-name', 'Bob');
  });
  afterAll(() => server.close());

  it('shows everything that contains a text, with its kind', async () => {
    const { code, stdout } = await shell.run('find', 'KUNDE007');
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^Kind +ID +Name +Description$/);
    expect(lines[0]).toMatch(/^license user +\d+ +bob@kunde007\.test +Bob$/);
    expect(lines[1]).toMatch(/^customer +\d+ +it@kunde007\.test +Kunde 007 GmbH$/);
    expect(lines).toHaveLength(2);
  });

  it('shows one kind, or says that there are more results', async () => {
    const only = await shell.json('find', 'kunde007', '--kind', 'customer');
    expect(only).toMatchObject({ items: [{ name: 'it@kunde007.test' }], more: [] });
    await shell.json('user', 'create', 'ann@kunde007.test');
    const { stdout, stderr } = await shell.run('find', 'kunde007', '--limit', '1');
    expect(stdout).toContain('ann@kunde007.test');
    expect(stderr).toContain('There are more results: license user.');
  });

  it('says that nothing was found, and refuses a short text', async () => {
    expect(await shell.run('find', 'nobody has this')).toMatchObject({
      code: 0,
      stderr: 'Nothing was found. The text must be part of a name, or the beginning of a key.\n',
    });
    expect(await shell.run('find', 'ab')).toMatchObject({ code: 1, stdout: '' });
    expect(await shell.run('find', 'abc', '--limit', '51')).toMatchObject({ code: 2, stdout: '' });
  });

  it('finds the same as --find of a list', async () => {
    const list = async (family: string, ...args: string[]) =>
      (await shell.json<{ total: number }>(family, 'list', ...args)).total;
    expect(await list('customer', '--find', 'unde 00')).toBe(1);
    expect(await list('user', '--find', 'bob@')).toBe(1);
    for (const family of ['product', 'bundle', 'account', 'license', 'api-key', 'oauth-client']) {
      expect(await list(family, '--find', 'nobody has this')).toBe(0);
    }
  });
});
