import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { latchkey } from '../../support/latchkey.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

interface Listed {
  id: number;
  name: string;
  expires_at: string | null;
  revoked_at: string | null;
}

describe('latchkey admin-token', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startServer();
    env = { LATCHKEY_DATA_DIR: server.config.dataDir, LATCHKEY_DEMO: 'off' };
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => latchkey(['admin-token', ...args], env);
  const list = async () => {
    const { stdout } = await run('list', '--json');
    const { items, total } = JSON.parse(stdout) as { items: Listed[]; total: number };
    expect(total).toBe(items.length);
    return items;
  };
  const statusWith = async (token: string) => {
    const headers = { Authorization: `Bearer ${token.trim()}` };
    return (await fetch(`${server.url}/admin/v1/products`, { headers })).status;
  };

  it('create prints only the token, and on stderr that it is shown once', async () => {
    const { code, stdout, stderr } = await run('create', 'alice');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^latchkey_admin_[\w-]{43}\n$/);
    expect(stderr).toContain('not shown again');
    expect(await statusWith(stdout)).toBe(200);
    expect(await list()).toContainEqual(
      expect.objectContaining({ name: 'alice', expires_at: null, revoked_at: null }),
    );
  });

  it('create --days makes a token that expires', async () => {
    const { stdout } = await run('create', 'shop', '--days', '2', '--json');
    const { token, id } = JSON.parse(stdout) as { token: string; id: number };
    expect(await statusWith(token)).toBe(200);
    server.clock.advance(3 * 86_400_000);
    expect(await statusWith(token)).toBe(401);
    const { expires_at: expiry } = (await list()).find((one) => one.id === id) ?? {};
    expect(Math.round((Date.parse(expiry ?? '') - Date.now()) / 3_600_000)).toBe(48);
  });

  it('list shows everything but the tokens', async () => {
    const token = (await run('create', 'bob')).stdout.trim();
    const { stdout } = await run('list');
    expect(stdout).toMatch(/^ID +Name +State +Created +Expires\n/);
    expect(stdout).toMatch(/^\d{15} +bob +usable +\d{4}-\d\d-\d\d \d\d:\d\d +-$/m);
    expect(stdout).not.toContain(token);
  });

  it('revoke makes a token invalid at once', async () => {
    const token = (await run('create', 'carol')).stdout;
    const id = String((await list()).find(({ name }) => name === 'carol')?.id);
    const { code, stderr } = await run('revoke', id, '--yes');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'The token "carol" is revoked.\n' });
    expect(await statusWith(token)).toBe(401);
    expect((await run('list')).stdout).toMatch(new RegExp(`^${id} +carol +revoked `, 'm'));
  });

  it('revoke asks, and needs --yes when nobody can respond', async () => {
    const token = (await run('create', 'dave')).stdout;
    const id = String((await list()).find(({ name }) => name === 'dave')?.id);
    const { code, stderr } = await run('revoke', id);
    expect(code).toBe(2);
    expect(stderr).toContain('Revoke the token "dave"?');
    expect(stderr).toContain('--yes');
    expect(await statusWith(token)).toBe(200);
  });

  it('revoke exits with 1 when there is no such token', async () => {
    const { code, stderr } = await run('revoke', '1', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain('There is no admin token with the id 1.');
  });

  it.each(['0', '-1', '1.5', 'x'])('create exits with 2 for --days %s', async (days) => {
    expect(await run('create', 'erin', `--days=${days}`)).toMatchObject({ code: 2, stdout: '' });
  });

  it.each(['', ' '])('create exits with 2 for the name "%s"', async (name) => {
    const before = await list();
    expect(await run('create', name)).toMatchObject({ code: 2, stdout: '' });
    expect(await list()).toEqual(before);
  });

  it('create and revoke write an audit entry with the operator', async () => {
    const { id } = JSON.parse((await run('create', 'frank', '--json')).stdout) as { id: number };
    await run('revoke', String(id), '--yes');
    const { items } = await server.store.audit.list(
      { subjectKind: 'admin_token', subjectId: id },
      { limit: 10, after: undefined },
    );
    expect(items.map(({ action }) => action)).toEqual(['revokeAdminToken', 'createAdminToken']);
    for (const entry of items) {
      expect(entry).toMatchObject({ actorKind: 'command_line', outcome: 'done' });
      expect(entry.actorId).toMatch(/./);
    }
  });
});
