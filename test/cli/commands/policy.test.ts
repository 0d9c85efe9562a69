import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

describe('latchkey policy', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    await build(server.store).product({ code: 'app', authorization_method: 'license-key' });
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('policy', ...args);
  const create = (code: string, ...options: string[]) =>
    run('create', code, '--product', 'app', '--name', 'Pro', ...options);

  it('creates, shows, changes, lists and deletes', async () => {
    const options = ['--type', 'subscription', '--max-activations', '5', '--no-transfers'];
    expect(await create('pro', ...options)).toMatchObject({ code: 0, stderr: '' });
    const shown = (await run('show', 'pro')).stdout;
    expect(shown).toMatch(/Product +app\n/);
    for (const line of [
      'license_type subscription',
      'max_activations 5',
      'allow_transfers false',
    ]) {
      expect(shown).toContain(line);
    }
    const changes = ['--max-activations', 'unlimited', '--name', 'Team'];
    expect((await run('update', 'pro', ...changes)).stdout).toContain('max_activations null');
    expect((await run('list', '--product', 'app')).stdout).toContain('Team');
    expect((await run('delete', 'pro', '--yes')).code).toBe(0);
    const { stdout } = await shell.run('audit', 'list', '--subject-kind', 'license_policy');
    expect(stdout).toContain('deleteLicensePolicy');
  });

  it('issues licenses with its terms, and with what is named for them', async () => {
    const options = ['--type', 'time-limited', '--valid-days', '14', '--max-activations', '3'];
    await create('month', ...options);
    const issue = ['license', 'create', '--product', 'app', '--policy', 'month', '--json'];
    const { stdout } = await shell.run(...issue, '--max-activations', '1');
    expect(JSON.parse(stdout)).toMatchObject({
      license_type: 'time-limited',
      valid_days: 14,
      max_activations: 1,
    });
  });

  it('has no options for what belongs to one license', async () => {
    const { stdout } = await run('create', '--help');
    expect(stdout).toContain('--valid-days');
    expect(stdout).not.toMatch(/--valid-until|--customer|--order|--starts-at/);
  });

  it('is the default for trials when it is one', async () => {
    expect((await create('plain', '--default-for-trials', '--max-activations', '1')).code).toBe(1);
    await create('trial', '--trial', '--valid-days', '7', '--default-for-trials');
    const list = await run('list', '--default-for-trials', '--json');
    expect(JSON.parse(list.stdout)).toMatchObject({ items: [{ code: 'trial' }] });
    await run('update', 'trial', '--not-default-for-trials');
    expect((await run('show', 'trial')).stdout).toContain('when it is named');
  });
});
