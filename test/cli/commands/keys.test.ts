import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretKeyFile } from '../../../src/keys/secret-key-file.ts';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { build } from '../../support/build.ts';
import { latchkey } from '../../support/latchkey.ts';
import { sealingWith } from '../../support/sealing.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

const DAY = 86_400_000;

interface Listed {
  purpose: string;
  kid: string;
  state: string;
  from: string;
  until: string | null;
}

describe('latchkey keys', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startServer();
    env = { LATCHKEY_DATA_DIR: server.config.dataDir, LATCHKEY_DEMO: 'off' };
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => latchkey(['keys', ...args], env);
  const list = async (purpose: string) => {
    const { stdout } = await run('list', '--json');
    const { items, total } = JSON.parse(stdout) as { items: Listed[]; total: number };
    expect(total).toBe(items.length);
    return items.filter((item) => item.purpose === purpose);
  };

  it('list shows the keys without secrets', async () => {
    const { code, stdout } = await run('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Purpose +Key +State +Used from +Valid until\n/);
    for (const purpose of ['response', 'openid', 'cookies', 'binding']) {
      expect(stdout).toMatch(new RegExp(`^${purpose} +\\S{11} +in use +\\d{4}-.* +-$`, 'm'));
    }
    const all = stdout + (await run('list', '--json')).stdout;
    for (const { secret } of await server.store.signingKeys.list(new Date())) {
      expect(all).not.toContain(secret.slice(30, 60));
    }
  });

  it('rotate announces the next key, which the running server publishes', async () => {
    const before = server.keys.current.responsePublic;
    const { code, stdout, stderr } = await run('rotate', 'response');
    expect(code).toBe(0);
    expect(stderr).toContain('in use from');
    await server.keys.refresh();
    expect(server.keys.current.responsePublic).toBe(before);
    expect(server.keys.current.responsePublished).toHaveLength(2);
    const [inUse, next] = await list('response');
    expect(inUse).toMatchObject({ state: 'in use' });
    expect(next).toMatchObject({ kid: stdout.trim(), state: 'next', until: null });
    expect(Math.round((Date.parse(next?.from ?? '') - Date.now()) / DAY)).toBe(90);
  });

  it('rotate refuses a second rotation and says why', async () => {
    await run('rotate', 'openid');
    const { code, stdout, stderr } = await run('rotate', 'openid');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is a next key already');
  });

  it('rotate --immediately asks first, and removes all earlier keys', async () => {
    const unasked = await run('rotate', 'cookies', '--immediately');
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('Add --yes');
    const { code, stdout } = await run('rotate', 'cookies', '--immediately', '--yes', '--json');
    expect(code).toBe(0);
    const { kid } = JSON.parse(stdout) as Listed;
    expect(await list('cookies')).toMatchObject([{ kid, state: 'in use', until: null }]);
  });

  it('rotate writes an audit entry with the operator', async () => {
    const { stdout } = await run('rotate', 'binding');
    const { items } = await server.store.audit.list({ action: 'rotateKey' }, { limit: 100 });
    expect(items).toContainEqual(
      expect.objectContaining({
        actorKind: 'command_line',
        detail: expect.objectContaining({ purpose: 'binding', kid: stdout.trim() }) as unknown,
      }),
    );
  });

  it('rotate refuses an unknown purpose', async () => {
    const { code, stderr } = await run('rotate', 'license');
    expect(code).toBe(2);
    expect(stderr).toContain('response, openid, cookies, binding');
  });

  it('rotate waits for the first start, which may take keys over', async () => {
    const other = { ...env, LATCHKEY_DATA_DIR: `${server.config.dataDir}/empty` };
    await latchkey(['migrate'], other);
    const { code, stderr } = await latchkey(['keys', 'rotate', 'openid'], other);
    expect(code).toBe(1);
    expect(stderr).toContain('The first start of the server creates it');
  });

  it('reseal changes the secret key while the server runs and accepts both', async () => {
    const { api_key: apiKey } = await build(server.store).apiKey({ shared_key: 'shared' });
    const file = secretKeyFile(server.config);
    const [old, fresh] = [(await readFile(file, 'utf8')).trim(), newSecretKey()];
    await writeFile(file, `${fresh},${old}`);
    const { code, stdout, stderr: advice } = await run('reseal');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Sealed again: \d+ values\.\n$/);
    expect(advice).toContain('Remove the old key');
    expect(JSON.parse((await run('reseal', '--json')).stdout)).toEqual({ sealed: 0 });
    const { items } = await server.store.audit.list({ action: 'reseal' }, { limit: 10 });
    const count = Number(/\d+/.exec(stdout)?.[0]);
    const [from, to] = [sealingWith(old).keyId, sealingWith(fresh).keyId];
    expect(items).toMatchObject([
      {
        actorKind: 'command_line',
        actorId: userInfo().username,
        outcome: 'done',
        detail: { count, from: [from], to },
      },
    ]);
    expect((await server.store.apiKeys.findByKey(apiKey))?.shared_key).toBe('shared');

    await writeFile(file, fresh);
    expect((await run('list')).code).toBe(0);
    await writeFile(file, old);
    const { stderr } = await run('list');
    expect(stderr).toContain(sealingWith(fresh).keyId);
    await writeFile(file, fresh);
  });
});
