import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { verifyPassword } from '../../../src/security/password.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { latchkey } from '../../support/latchkey.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type User = components['schemas']['AdminLicenseUser'];

describe('latchkey user', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('user', ...args);
  const json = <Result = User>(...args: string[]) => shell.json<Result>('user', ...args);
  const emails = async (...args: string[]) =>
    (await json<{ items: User[] }>('list', ...args)).items.map(({ email }) => email);
  const typing = (input: string, ...args: string[]) =>
    latchkey(['user', ...args, '--json'], shell.env, input);
  const isPassword = async (email: string, password: string) => {
    const user = await server.store.licenseUsers.findByEmail(email);
    return verifyPassword(user?.password_hash ?? '', password);
  };

  it('create makes a user who signs in at the company', async () => {
    const options = ['--first-name', 'Alice', '--last-name', 'Adams', '--phone', '+1'];
    const user = await json('create', 'Alice@acme.test', ...options);
    expect(user).toMatchObject({
      email: 'alice@acme.test',
      first_name: 'Alice',
      last_name: 'Adams',
      phone_number: '+1',
      has_password: false,
      enabled: true,
      license_count: 0,
    });
    expect(await json('show', 'ALICE@acme.test')).toEqual(user);
    expect(await json('show', String(user.id))).toEqual(user);
  });

  it('create --password reads the password from stdin', async () => {
    const { code } = await typing('a password of Dave\n', 'create', 'dave@acme.test', '--password');
    expect(code).toBe(0);
    expect(await isPassword('dave@acme.test', 'a password of Dave')).toBe(true);
    const none = await typing('', 'create', 'erin@acme.test', '--password');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('no password on stdin');
  });

  it('set-password sets an initial or a final password', async () => {
    await json('create', 'frank@acme.test');
    const first = await typing('the first password', 'set-password', 'frank@acme.test');
    expect(JSON.parse(first.stdout)).toMatchObject({
      has_password: true,
      is_initial_password: true,
    });
    const args = ['set-password', 'frank@acme.test', '--final'];
    const final = await typing('the final password', ...args);
    expect(JSON.parse(final.stdout)).toMatchObject({ is_initial_password: false });
    expect(await isPassword('frank@acme.test', 'the final password')).toBe(true);
    expect(final.stdout + final.stderr).not.toContain('the final password');
  });

  it('set-password exits with 1 and the error of the server when it is too short', async () => {
    await json('create', 'grace@acme.test');
    const { code, stderr } = await typing('short', 'set-password', 'grace@acme.test');
    expect(code).toBe(1);
    expect(stderr).toMatch(/password.*\(validation_error\)/);
  });

  it('update changes only the named fields', async () => {
    const before = await json('create', 'henry@acme.test', '--first-name', 'Henry');
    const after = await json('update', 'henry@acme.test', '--last-name', 'Hill', '--disable');
    expect(after).toEqual({
      ...before,
      last_name: 'Hill',
      enabled: false,
      updated_at: after.updated_at,
    });
    expect(await emails('--disabled')).toEqual(['henry@acme.test']);
    expect(await json('update', 'henry@acme.test', '--enable')).toMatchObject({ enabled: true });
  });

  it('list filters by license', async () => {
    const made = build(server.store);
    const { id: productId } = await made.product();
    const { id: userId } = await json('create', 'ida@acme.test');
    const license = await made.license({ product_id: productId, userId });
    expect(await emails('--license', String(license.id))).toEqual(['ida@acme.test']);
    expect(await emails('--email', 'ida@acme.test')).toEqual(['ida@acme.test']);
  });

  it('delete asks first, and then deletes', async () => {
    await json('create', 'gone@acme.test');
    expect(await run('delete', 'gone@acme.test')).toMatchObject({ code: 2 });
    expect(await run('delete', 'gone@acme.test', '--yes')).toMatchObject({ code: 0 });
    expect(await run('show', 'gone@acme.test')).toMatchObject({ code: 1 });
  });
});
