import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAdminToken } from '../../support/admin-client.ts';
import { latchkey, latchkeyProcess } from '../../support/latchkey.ts';
import { freePort } from '../../support/server-process.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

describe('a command that calls a server', () => {
  let server: TestServer;
  let folder: string;
  let token: string;
  beforeAll(async () => {
    server = await startServer();
    ({ token } = await makeAdminToken(server));
    folder = await mkdtemp(join(tmpdir(), 'latchkey-cli-'));
    await writeFile(join(folder, 'token'), `${token}\n`);
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const list = (options: string[], env: Record<string, string>) =>
    latchkey(['product', 'list', '--json', ...options], env);

  it('reads server and token from the environment', async () => {
    const env = { LATCHKEY_URL: server.url, LATCHKEY_ADMIN_TOKEN: token };
    expect(await list([], env)).toMatchObject({ code: 0, stderr: '' });
  });

  it('prefers its options to the environment', async () => {
    const options = ['--url', `${server.url}/`, '--token-file', join(folder, 'token')];
    const env = { LATCHKEY_URL: 'http://localhost:9', LATCHKEY_ADMIN_TOKEN: 'wrong' };
    expect(await list(options, env)).toMatchObject({ code: 0, stderr: '' });
  });

  it('reads the token from stdin', async () => {
    const options = ['product', 'list', '--json', '--url', server.url, '--token-file', '-'];
    expect(await latchkeyProcess(options, {}, `${token}\n`)).toMatchObject({ code: 0, stderr: '' });
  });

  it('exits with 2 without a token, and says how to create one', async () => {
    const { code, stdout, stderr } = await list([], { LATCHKEY_URL: server.url });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('latchkey admin-token create');
  });

  it.each(['not\none', 'not one', 'nöt', '\u{1F511}'])(
    'exits with 2 for the token %j, which is not valid in a header, without showing it',
    async (wrong) => {
      const file = join(folder, 'wrong');
      await writeFile(file, wrong);
      for (const [options, env] of [
        [[], { LATCHKEY_ADMIN_TOKEN: wrong }],
        [['--token-file', file], {}],
      ] as const) {
        const { code, stdout, stderr } = await list([`--url=${server.url}`, ...options], env);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(/^error: The admin token .+ is invalid. .+\n$/);
        expect(stderr).not.toContain(wrong);
      }
    },
  );

  it('exits with 2 when the token file cannot be read', async () => {
    const { code, stderr } = await list(['--token-file', join(folder, 'none')], {});
    expect(code).toBe(2);
    expect(stderr).toContain('ENOENT');
  });

  it.each(['licenses.example.com', 'ftp://licenses.example.com', ''])(
    'ends with 2 at the URL "%s"',
    async (url) => {
      expect(await list([`--url=${url}`], { LATCHKEY_ADMIN_TOKEN: token })).toMatchObject({
        code: 2,
      });
    },
  );

  it('exits with 1 when the token is refused', async () => {
    const env = { LATCHKEY_URL: server.url, LATCHKEY_ADMIN_TOKEN: 'wrong' };
    const { code, stdout, stderr } = await list([], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('(invalid_admin_token)');
  });

  it('exits with 3 when no server responds', async () => {
    const url = `http://localhost:${await freePort()}`;
    const { code, stderr } = await list(['--url', url], { LATCHKEY_ADMIN_TOKEN: token });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: No server responds: .*ECONNREFUSED/);
    expect(stderr).toContain('latchkey start');
  });

  describe('when something else responds', () => {
    let other: Server;
    let reply: { status: number; type: string; body: string };
    beforeAll(async () => {
      other = createServer((_, response) => {
        response.writeHead(reply.status, { 'Content-Type': reply.type }).end(reply.body);
      }).listen(0, '127.0.0.1');
      await once(other, 'listening');
    });
    afterAll(() => void other.close());

    it.each([
      ['a page', { status: 200, type: 'text/html', body: '<h1>Hello</h1>' }, 1],
      ['a page with the status 404', { status: 404, type: 'text/html', body: '<h1>' }, 1],
      ['a proxy without its server', { status: 502, type: 'text/html', body: '<h1>Bad' }, 3],
      [
        'Latchkey without its database',
        {
          status: 503,
          type: 'application/json',
          body: '{"status":503,"code":"service_unavailable","message":"Later."}',
        },
        3,
      ],
    ])('recognizes %s', async (_, answer, expected) => {
      reply = answer;
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      const { code, stdout, stderr } = await list(['--url', url], { LATCHKEY_ADMIN_TOKEN: token });
      expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
      expect(stderr).toMatch(/^error: \w/);
      expect(stderr).not.toContain('    at ');
    });
  });
});
