import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Account = components['schemas']['AdminCustomerAccount'];

describe('latchkey account', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('account', ...args);
  const json = <Result = Account>(...args: string[]) => shell.json<Result>('account', ...args);
  const codes = async (...args: string[]) =>
    (await json<{ items: Account[] }>('list', ...args)).items.map(({ code }) => code);

  it('create makes an account with the first redirect URI as the default', async () => {
    const uris = ['http://127.0.0.1/callback', 'com.example.app:/callback'];
    const options = uris.flatMap((uri) => ['--redirect-uri', uri]);
    const account = await json('create', 'acme', '--name', 'Acme', ...options);
    expect(account).toMatchObject({ code: 'acme', name: 'Acme', enabled: true });
    expect(account.redirect_uris).toEqual(
      expect.arrayContaining([
        { uri: uris[0], is_default: true },
        { uri: uris[1], is_default: false },
      ]),
    );
    expect(await json('show', 'acme')).toEqual(account);
    expect(await json('show', String(account.id))).toEqual(account);
    expect((await run('show', 'acme')).stdout).toContain('http://127.0.0.1/callback (default)\n');
  });

  it('create and show print what the company registers at its provider', async () => {
    const uri = `${server.url}/sign-in/callback/umbrella`;
    const account = await json('create', 'umbrella', '--name', 'Umbrella');
    expect(account.provider_redirect_uri).toBe(uri);
    expect((await run('show', 'umbrella')).stdout).toMatch(
      new RegExp(`^Provider redirect URI +${uri}$`, 'm'),
    );
    expect(await json('show', 'umbrella')).toMatchObject({ provider_redirect_uri: uri });
  });

  it('create exits with 1 and the error of the server at an invalid redirect URI', async () => {
    const { code, stderr } = await run('create', 'x', '--name', 'X', '--redirect-uri', 'x');
    expect(code).toBe(1);
    expect(stderr).toMatch(/redirect_uris.*\(validation_error\)/);
  });

  it('update changes only the named fields', async () => {
    const uri = ['--redirect-uri', 'http://127.0.0.1/callback'];
    const before = await json('create', 'globex', '--name', 'Globex', ...uri);
    const after = await json('update', 'globex', '--name', 'Globex Corp', '--disable');
    expect(after).toEqual({
      ...before,
      name: 'Globex Corp',
      enabled: false,
      updated_at: after.updated_at,
    });
    const other = await json('update', 'globex', '--redirect-uri', 'https://app.example/back');
    expect(other.redirect_uris).toEqual([{ uri: 'https://app.example/back', is_default: true }]);
    expect(await run('update', 'globex')).toMatchObject({ code: 2 });
  });

  it('list filters', async () => {
    await json('create', 'off', '--name', 'Off', '--disable');
    expect(await codes('--disabled')).toContain('off');
    expect(await codes('--enabled')).not.toContain('off');
    expect(await codes('--connection', 'none')).toContain('off');
    expect(await codes('--connection', 'oidc')).toEqual([]);
  });

  it('delete asks first, and then deletes', async () => {
    await json('create', 'gone', '--name', 'Gone');
    expect(await run('delete', 'gone')).toMatchObject({ code: 2 });
    expect(await run('delete', 'gone', '--yes')).toMatchObject({ code: 0 });
    expect(await run('show', 'gone')).toMatchObject({ code: 1 });
  });
});
