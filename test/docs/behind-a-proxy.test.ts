import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DemoFile } from '../../src/demo/demo-file.ts';
import { makeCertificate } from '../support/certificate.ts';
import { signedHeaders } from '../support/client.ts';
import { openSession } from '../support/database.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { type Running, start } from '../support/run.ts';
import { freePort, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { UserAgent } from '../support/user-agent.ts';
import { needing } from '../support/needing.ts';

const missing = ['nginx', 'openssl'].filter((program) => !isThere(program));
/** Where the client comes from; the proxy asks from 127.0.0.1. */
const CLIENT = '127.0.0.9';
const PERSON = 'dave@globex.test';

needing(missing.join(' and '), missing.length === 0).describe(
  'behind nginx, as the docs say',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'));
    let server: ServerProcess;
    let nginx: Running;
    let publicUrl: string;
    let plainUrl: string;
    let demo: DemoFile;
    let via: { ca: string; localAddress: string };

    beforeAll(async () => {
      const tls = await freePort();
      const plain = await freePort();
      publicUrl = `https://localhost:${tls}`;
      plainUrl = `http://localhost:${plain}`;
      server = await startServerProcess(join(folder, 'data'), {
        LATCHKEY_LOG_LEVEL: 'info',
        LATCHKEY_PUBLIC_URL: publicUrl,
        LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
      });
      demo = await server.readDemo();
      via = { ca: makeCertificate(folder), localAddress: CLIENT };
      const port = new URL(server.url).port;
      writeFileSync(join(folder, 'nginx.conf'), configuration(folder, { tls, plain, port }));
      nginx = start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')]);
      await Promise.race([reach(tls), nginx.finished.then(({ stderr }) => fail(stderr))]);
    }, 60_000);

    afterAll(async () => {
      nginx.child.kill();
      await nginx.finished;
      await server.stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    });

    /** A signed request through the proxy. */
    function send(method: string, path: string, body?: object): Promise<HttpResponse> {
      const key = { apiKey: demo.api_key, sharedKey: demo.shared_key };
      return http(publicUrl + path, {
        ...{ method, ...via },
        headers: [
          ...signedHeaders(key, new Date().toUTCString()),
          ['X-Forwarded-For', '192.0.2.1'],
        ],
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    }

    it('somebody signs in and activates a device', async () => {
      const subject = { product: 'demo', customer_account_code: 'globex' };
      const query = new URLSearchParams({ ...subject, response_type: 'code' });
      const asked = await send('GET', `/api/v4/sso_url?${query.toString()}`);
      const { url } = JSON.parse(asked.text) as { url: string };
      expect(new URL(url).origin).toBe(publicUrl);

      const browser = new UserAgent({ via });
      const password = demo.people.find(({ email }) => email === PERSON)?.password ?? '';
      const person = { email: PERSON, password };
      const { code } = await signInWithPassword({ url: publicUrl }, url, person, { browser });
      const body = { ...subject, hardware_id: 'behind-nginx', code };
      const activated = await send('POST', '/api/v4/activate_license', body);
      expect(activated.status).toBe(200);
      expect(activated.headers['licensesignature']).toMatch(/./);

      const answers = browser.history.map(({ response }) => response);
      const cookies = answers.flatMap(({ headers }) => headers['set-cookie'] ?? []);
      expect(cookies.length).toBeGreaterThan(2);
      for (const cookie of cookies) expect(cookie).toMatch(/;\s*secure(;|$)/i);
      for (const { headers } of [asked, activated, ...answers]) {
        expect(headers['strict-transport-security']).toBe('max-age=31536000');
      }
    });

    it('the log and the audit log know where the client is, whatever it claims', async () => {
      const lines = server.output.stdout.split('\n').filter((line) => line.includes('"request"'));
      expect(lines.length).toBeGreaterThan(4);
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ ip: CLIENT });
      const session = await openSession(join(folder, 'data', 'latchkey.db'));
      const rows = await session.query(
        "select distinct address from audit_log where address <> ''",
      );
      await session.close();
      expect(rows).toEqual([{ address: CLIENT }]);
    });

    it('a request has one id in both logs, and the proxy’s has no queries', async () => {
      const { headers } = await http(`${publicUrl}/health/live?code=a-secret-code`, via);
      const id = String(headers['x-request-id']);
      expect(id).toMatch(/^[\da-f]{32}$/);
      await pause(100);
      const log = readFileSync(join(folder, 'latchkey.log'), 'utf8');
      expect(log).toMatch(new RegExp(`^${CLIENT} .*"GET /health/live" 200 [\\d.]+ ${id}$`, 'm'));
      expect(log).not.toContain('a-secret-code');
      expect(server.output.stdout).toContain(id);
    });

    it('the connection to the server is kept for the next request, longer than a proxy keeps it', async () => {
      const first = await http(`${server.url}/health/live`, {
        headers: [['Connection', 'keep-alive']],
      });
      const [, seconds] = /timeout=(\d+)/.exec(String(first.headers['keep-alive'])) ?? [];
      expect(Number(seconds)).toBeGreaterThan(60);
      const before = await connectionsTo(Number(new URL(server.url).port));
      // Node's own five seconds are over then.
      await pause(6_500);
      for (let asked = 0; asked < 5; asked += 1) {
        expect((await http(`${publicUrl}/health/live`, via)).status).toBe(200);
      }
      const after = await connectionsTo(Number(new URL(server.url).port));
      expect(before.length).toBeGreaterThan(0);
      expect(after).toEqual(before);
    }, 30_000);

    it('metrics are not for the world', async () => {
      expect((await http(`${publicUrl}/metrics`, via)).status).toBe(404);
      expect((await http(`${server.url}/metrics`)).status).toBe(404);
    });

    it('http leads to https', async () => {
      const { status, headers } = await http(`${plainUrl}/sign-in/x?y=z`, { localAddress: CLIENT });
      expect([status, headers['location']]).toEqual([308, 'https://localhost/sign-in/x?y=z']);
    });
  },
);

/** The site of the docs, with places of its own. */
function configuration(
  folder: string,
  { tls, plain, port }: { tls: number; plain: number; port: string },
): string {
  const page = readFileSync('docs/pages/behind-a-proxy.md', 'utf8');
  let site = /^```nginx\n([^]*?)^```$/m.exec(page)?.[1] ?? '';
  for (const [there, here] of [
    ['listen 443 ssl;', `listen 127.0.0.1:${tls} ssl;`],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${port};`],
    ['/etc/ssl/licenses.example.com.pem', `${folder}/certificate.pem`],
    ['/etc/ssl/licenses.example.com.key', `${folder}/certificate.key`],
    ['/var/log/nginx/latchkey.log', `${folder}/latchkey.log`],
    ['licenses.example.com', 'localhost'],
  ] as const) {
    if (!site.includes(there)) throw new Error(`the site has no ${there}`);
    site = site.replaceAll(there, here);
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  );
  return `daemon off;
    pid ${folder}/nginx.pid;
    error_log stderr;
    events {}
    http { ${temporary.join(' ')} ${site} }`;
}

/** The ports from which connections to a port of this machine are open, as Linux lists them. */
async function connectionsTo(port: number): Promise<string[]> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const lists = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')),
  );
  const sockets = lists
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return sockets
    .filter(([, local = '', , state]) => local.endsWith(`:${wanted}`) && state === '01')
    .map(([, , remote = '']) => remote)
    .sort();
}

/** Waits until something listens on a port. */
async function reach(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.destroy();
      return;
    } catch {
      await pause(50);
    }
  }
}

function fail(why: string): never {
  throw new Error(`nginx ended: ${why}`);
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
