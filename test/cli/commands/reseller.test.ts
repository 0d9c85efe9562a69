import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

describe('latchkey reseller', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
  });
  afterAll(() => server.close());

  it('creates, shows, changes, lists and deletes', async () => {
    const run = (...args: string[]) => shell.run('reseller', ...args);
    expect((await run('create', 'north', '--name', 'North')).code).toBe(0);
    expect((await run('update', 'north', '--name', 'South')).code).toBe(0);
    expect((await run('show', 'north')).stdout).toContain('South');
    expect((await run('list')).stdout).toContain('South');
    expect((await run('delete', 'north', '--yes')).code).toBe(0);
    expect((await shell.run('audit', 'list', '--subject-kind', 'reseller')).stdout).toContain(
      'deleteReseller',
    );
  });
});
