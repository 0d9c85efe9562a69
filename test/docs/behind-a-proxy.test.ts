import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DemoFile } from '../../src/config/demo-file.ts';
import { makeCertificate } from '../support/certificate.ts';
import { signedHeaders } from '../support/client.ts';
import { openSession } from '../support/database.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { type Running, start } from '../support/run.ts';
import { freePort, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { UserAgent } from '../support/user-agent.ts';
import { needing } from '../support/needing.ts';

/** Where the client comes from; the proxy asks from 127.0.0.1. */
const CLIENT = '127.0.0.9';
const PERSON = 'dave@globex.test';

/** Where the proxy listens, and where it sends requests to. */
interface Ports {
  readonly tls: number;
  readonly plain: number;
  readonly server: string;
}

/** A proxy that the docs have a configuration for. */
interface Proxy {
  readonly start: (folder: string, ports: Ports) => Running;
  readonly logOf: (folder: string, running: Running) => string;
  /** Whether it keeps connections to the server that it does not need for now. */
  readonly keeps: boolean;
}

const proxies: Record<string, Proxy> = {
  nginx: {
    start(folder, ports) {
      writeFileSync(join(folder, 'nginx.conf'), nginxConfiguration(folder, ports));
      return start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')]);
    },
    logOf: (folder) => readFileSync(join(folder, 'latchkey.log'), 'utf8'),
    keeps: true,
  },
  haproxy: {
    start(folder, ports) {
      const [certificate, key] = ['certificate.pem', 'certificate.key'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
      writeFileSync(join(folder, 'both.pem'), `${certificate}${key}`);
      writeFileSync(join(folder, 'haproxy.cfg'), haproxyConfiguration(folder, ports));
      return start('haproxy', ['-f', join(folder, 'haproxy.cfg')]);
    },
    logOf: (_, { output }) => output.stdout,
    keeps: false,
  },
};

for (const [name, proxy] of Object.entries(proxies)) {
  const missing = [name, 'openssl'].filter((program) => !isThere(program));
  needing(missing.join(' and '), missing.length === 0).describe(
    `behind ${name}, as the docs say`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), `latchkey-${name}-`));
      let server: ServerProcess;
      let running: Running;
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
        running = proxy.start(folder, { tls, plain, server: new URL(server.url).port });
        await Promise.race([reach(tls), running.finished.then(({ stderr }) => fail(stderr))]);
      }, 60_000);

      afterAll(async () => {
        running.child.kill();
        await running.finished;
        await server.stop('SIGINT');
        rmSync(folder, { recursive: true, force: true });
      });

      /** A signed request through the proxy. */
      function send(method: string, path: string, body?: object): Promise<HttpResponse> {
        const key = { api_key: demo.api_key, shared_key: demo.shared_key };
        return http(publicUrl + path, {
          method,
          ...via,
          headers: [
            ...signedHeaders(key, new Date().toUTCString()),
            ['X-Forwarded-For', '192.0.2.1'],
          ],
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      }

      it('a user signs in and activates a device through the proxy', async () => {
        const subject = { product: 'demo', customer_account_code: 'globex' };
        const query = new URLSearchParams({ ...subject, response_type: 'code' });
        const asked = await send('GET', `/api/v4/sso_url?${query.toString()}`);
        const { url } = JSON.parse(asked.text) as { url: string };
        expect(new URL(url).origin).toBe(publicUrl);

        const browser = new UserAgent({ via });
        const password = demo.people.find(({ email }) => email === PERSON)?.password ?? '';
        const person = { email: PERSON, password };
        const { code } = await signInWithPassword({ url: publicUrl }, url, person, { browser });
        const body = { ...subject, hardware_id: 'behind-a-proxy', code };
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

      it('the log and the audit log have the address of the client, whatever its headers say', async () => {
        // The proxy itself asks whether the server is ready.
        const lines = server.output.stdout
          .split('\n')
          .filter((line) => line.includes('"request"') && !line.includes('getReadiness'));
        expect(lines.length).toBeGreaterThan(4);
        for (const line of lines) expect(JSON.parse(line)).toMatchObject({ ip: CLIENT });
        const session = await openSession(join(folder, 'data', 'latchkey.db'));
        const rows = await session.query(
          "select distinct address from audit_log where address <> ''",
        );
        await session.close();
        expect(rows).toEqual([{ address: CLIENT }]);
      });

      it('a request has one ID in both logs, and the log of the proxy has no query', async () => {
        const { headers } = await http(`${publicUrl}/health/live?code=a-secret-code`, via);
        const id = String(headers['x-request-id']);
        expect(id).toMatch(/^[\da-f-]{32,36}$/);
        await pause(100);
        const log = proxy.logOf(folder, running);
        expect(log).toMatch(new RegExp(`^${CLIENT} .*"GET /health/live" 200 [\\d.]+ ${id}$`, 'm'));
        expect(log).not.toContain('a-secret-code');
        expect(server.output.stdout).toContain(id);
      });

      it('the server keeps connections open longer than the proxy, which uses them again', async () => {
        const first = await http(`${server.url}/health/live`, {
          headers: [['Connection', 'keep-alive']],
        });
        const [, seconds] = /timeout=(\d+)/.exec(String(first.headers['keep-alive'])) ?? [];
        expect(Number(seconds)).toBeGreaterThan(60);
        const port = Number(new URL(server.url).port);
        const known = new Set(await connectionsTo(port));
        // Node's own five seconds are over then.
        await pause(6_500);
        for (let asked = 0; asked < 5; asked += 1) {
          expect((await http(`${publicUrl}/health/live`, via)).status).toBe(200);
        }
        if (!proxy.keeps) return;
        expect(known.size).toBeGreaterThan(0);
        expect(new Set(await connectionsTo(port))).toEqual(known);
      }, 30_000);

      it('the proxy does not serve the metrics', async () => {
        expect((await http(`${publicUrl}/metrics`, via)).status).toBe(404);
        expect((await http(`${server.url}/metrics`)).status).toBe(404);
        expect((await http(`${publicUrl}/admin/v1/products`, via)).headers['x-request-id']).toBe(
          undefined,
        );
      });

      it('the proxy redirects http to https', async () => {
        const { status, headers } = await http(`${plainUrl}/sign-in/x?y=z`, {
          localAddress: CLIENT,
        });
        expect([status, headers['location']]).toEqual([308, 'https://localhost/sign-in/x?y=z']);
      });
    },
  );
}

/** The configuration of the docs, with places of its own. */
function fromDocs(language: string, places: readonly (readonly [there: string, here: string])[]) {
  const page = readFileSync('docs/pages/behind-a-proxy.md', 'utf8');
  const [, found = ''] = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  return places.reduce((text, [there, here]) => {
    if (!text.includes(there)) throw new Error(`the configuration has no ${there}`);
    return text.replaceAll(there, here);
  }, found);
}

function haproxyConfiguration(folder: string, { tls, plain, server }: Ports): string {
  return fromDocs('haproxy', [
    ['bind :443', `bind 127.0.0.1:${tls}`],
    ['bind :80\n', `bind 127.0.0.1:${plain}\n`],
    ['server latchkey-1 127.0.0.1:8080', `server latchkey-1 127.0.0.1:${server}`],
    ['/etc/ssl/licenses.example.com.pem', `${folder}/both.pem`],
  ]);
}

function nginxConfiguration(folder: string, { tls, plain, server }: Ports): string {
  const site = fromDocs('nginx', [
    ['listen 443 ssl;', `listen 127.0.0.1:${tls} ssl;`],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${server};`],
    ['/etc/ssl/licenses.example.com.pem', `${folder}/certificate.pem`],
    ['/etc/ssl/licenses.example.com.key', `${folder}/certificate.key`],
    ['/var/log/nginx/latchkey.log', `${folder}/latchkey.log`],
    ['licenses.example.com', 'localhost'],
  ]);
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
  throw new Error(`the proxy ended: ${why}`);
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
