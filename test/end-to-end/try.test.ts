import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stories } from '../../examples/desktop-app/stories/stories.ts';
import { serverProgram } from '../support/programs.ts';
import { type Finished, start } from '../support/run.ts';
import { freePort, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** Runs `npx latchkey try …` to its end. */
function runTry(env: Record<string, string>, ...options: string[]): Promise<Finished> {
  return start(process.execPath, ['examples/desktop-app/main.ts', ...options], env).finished;
}

describe('npx latchkey try', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startServer({ demo: true });
    env = { LATCHKEY_DATA_DIR: server.config.dataDir };
  });
  afterAll(() => server.close());

  it.each(['code', 'token'])('activates a license for Alice with the grant %s', async (grant) => {
    const options = ['--as', 'alice@acme.test', '--grant', grant, '--hardware-id', `by ${grant}`];
    const { code, stdout, stderr } = await runTry(env, ...options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Alice Adams <alice@acme.test>');
    expect(stdout).toMatch(/Product +Demo \(demo\)/);
    expect(stdout).toMatch(/Seats used +\d of 10/);
    const result = grant === 'code' ? 'a code in the query' : 'an id_token in the fragment';
    expect(stdout).toContain(`back with ${result}`);
  });

  it('takes one seat, however often it runs on a device', async () => {
    const seats = async () => {
      const options = ['--as', 'alice@acme.test', '--json', '--hardware-id', 'the same'];
      const { stdout } = await runTry(env, ...options);
      return (JSON.parse(stdout) as { times_activated: number }).times_activated;
    };
    const first = await seats();
    expect(await seats()).toBe(first);
  });

  it.each([
    ['bob@acme.test', 'license_not_found', 'bob@acme.test has no license of demo'],
    ['carol@acme.test', 'license_not_enabled', ''],
  ])('exits with 1 for %s: %s', async (email, refusal, words) => {
    const { code, stderr } = await runTry(env, '--as', email);
    expect(code).toBe(1);
    expect(stderr).toContain(`✗ ${refusal}  `);
    expect(stderr).toContain(words);
  });

  it('exits with 1 on one device too many, and succeeds after a deactivation', async () => {
    const run = (device: string, ...more: string[]) =>
      runTry(env, '--as', 'dave@globex.test', '--hardware-id', device, ...more);
    expect((await run('laptop')).stdout).toMatch(/Seats used +1 of 2/);
    expect((await run('desktop')).stdout).toMatch(/Seats used +2 of 2/);
    const third = await run('tablet');
    expect(third.code).toBe(1);
    expect(third.stderr).toContain('✗ license_activated_max_times  ');

    const freed = await run('laptop', '--deactivate');
    expect(freed).toMatchObject({ code: 0, stdout: expect.stringContaining('seat is free again') });
    expect((await run('tablet')).stdout).toMatch(/Seats used +2 of 2/);
  });

  it.each(Object.keys(stories))(
    'plays a license of the kind %s, also a second time',
    async (kind) => {
      for (const time of ['first', 'second']) {
        const { code, stdout, stderr } = await runTry(env, '--kind', kind);
        expect({ time, code, stderr }).toEqual({ time, code: 0, stderr: '' });
        // The title of a step does not run into the request.
        expect(stdout).not.toMatch(/\S ?(?:GET|POST) \//);
        expect(stdout).toContain('the signature of every answer is verified');
        expect(stdout).toContain('Try next');
      }
    },
  );

  it('activates by license key without a sign-in', async () => {
    const [key = ''] = server.demo.license_keys;
    const { code, stdout } = await runTry(env, '--license-key', key);
    expect(code).toBe(0);
    expect(stdout).toContain('1  Activate by license key');
    expect(stdout).toMatch(/Product +Demo \(license key\) \(demo-key\)/);
    expect(stdout).toMatch(new RegExp(`License key +${key}`));
  });

  it('exits with 3 and says what to do when no server responds', async () => {
    const url = `http://localhost:${await freePort()}`;
    const { code, stdout, stderr } = await runTry(env, '--server', url);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`✗ unreachable  No server answers at ${url}.`);
    expect(stderr).toContain('`npx latchkey start`');
  });
});

describe('npm start', () => {
  const folders: string[] = [];
  const running: ServerProcess[] = [];
  afterAll(async () => {
    await Promise.all(running.map((server) => server.stop('SIGKILL')));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  });

  /** Where there is no data directory yet. */
  async function newDataDir(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-start-'));
    folders.push(folder);
    return join(folder, 'data');
  }

  async function startUp(dataDir: string, env?: Record<string, string>): Promise<ServerProcess> {
    const server = await startServerProcess(dataDir, env);
    running.push(server);
    return server;
  }

  describe('with the demo', () => {
    let dataDir: string;
    let server: ServerProcess;
    beforeAll(async () => {
      dataDir = await newDataDir();
      server = await startUp(dataDir);
    });

    it('writes nothing but its log when no terminal reads it', () => {
      expect(server.output).toEqual({ stdout: '', stderr: '' });
    });

    it('creates a data directory whose files are in the docs and readable by their owner only', async () => {
      const all = await readdir(dataDir);
      const documented = await readFile('docs/pages/configuration.md', 'utf8');
      const [, section = ''] = documented.split('## The data directory');
      const named = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
      expect(all.filter((name) => !/\.db-(wal|shm)$/.test(name)).sort()).toEqual(named.sort());
      for (const name of all) {
        const { mode } = await stat(join(dataDir, name));
        const expected = name === 'files' ? '700' : '600';
        expect(`${name} ${(mode & 0o777).toString(8)}`).toBe(`${name} ${expected}`);
      }
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    });

    it('listens on loopback only', async () => {
      expect(await reaches('127.0.0.1', server)).toBe(true);
      for (const address of addresses) expect(await reaches(address, server)).toBe(false);
    });
  });

  describe('in production', () => {
    let dataDir: string;
    let server: ServerProcess;
    beforeAll(async () => {
      dataDir = await newDataDir();
      server = await startUp(dataDir, { NODE_ENV: 'production' });
    });

    it('has no demo data', async () => {
      expect(server.output.stdout).not.toContain('demo');
      expect(await readdir(dataDir)).not.toContain('demo.json');
      const discovery = await fetch(`${server.url}/demo-idp/.well-known/openid-configuration`);
      expect(discovery.status).toBe(404);
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    });

    it('listens on all addresses', async () => {
      for (const address of ['127.0.0.1', ...addresses]) {
        expect(await reaches(address, server)).toBe(true);
      }
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits with 0 on %s with connected clients',
    async (signal) => {
      const server = await startUp(await newDataDir());
      // Both stay open: one has been answered, one has not asked yet.
      await fetch(`${server.url}/health/live`);
      const spare = connect(Number(new URL(server.url).port), '127.0.0.1');
      await once(spare, 'connect');
      expect(await server.stop(signal)).toMatchObject({ code: 0, stderr: '' });
      spare.destroy();
    },
  );

  it('keeps its data and keys over a restart', async () => {
    const dataDir = await newDataDir();
    const env = { LATCHKEY_DATA_DIR: dataDir };
    const options = ['--as', 'dave@globex.test', '--hardware-id', 'laptop', '--json'];
    const before = await startUp(dataDir);
    const demo = await before.readDemo();
    const publicKey = async ({ url }: ServerProcess) =>
      ((await (await fetch(`${url}/api/v4/.well-known`)).json()) as { pub_key: string }).pub_key;
    const key = await publicKey(before);
    expect((await runTry(env, ...options)).stdout).toContain('"times_activated": 1');
    await before.stop();

    const after = await startUp(dataDir);
    expect(await publicKey(after)).toBe(key);
    // Its address follows the port; all else is as it was.
    expect(await after.readDemo()).toEqual({ ...demo, url: after.url });
    expect((await runTry(env, ...options)).stdout).toContain('"times_activated": 1');
    const other = await runTry(env, ...options, '--hardware-id', 'desktop');
    expect(other.stdout).toContain('"times_activated": 2');
    // The identity provider has followed too.
    expect(await runTry(env, '--as', 'alice@acme.test')).toMatchObject({ code: 0 });
  });

  it('shows all faults of its settings at once and exits with 1', async () => {
    const dataDir = await newDataDir();
    const { code, stdout, stderr } = await runServer({
      PORT: '99999',
      LATCHKEY_PUBLIC_URL: 'licenses.example.com',
      LATCHKEY_LOG_LEVEL: 'loud',
      LATCHKEY_DEMO: 'on',
      LATCHKEY_DATA_DIR: dataDir,
      NODE_ENV: 'production',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('4 fault(s)');
    for (const name of ['PORT', 'LATCHKEY_PUBLIC_URL', 'LATCHKEY_LOG_LEVEL', 'LATCHKEY_DEMO']) {
      expect(stderr).toContain(`\n  ${name} must`);
    }
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });
});

/** Addresses under which other machines reach this one; where there are none, nobody could anyway. */
const addresses = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);

/** Runs the server where it ends by itself. */
function runServer(env: Record<string, string>): Promise<Finished> {
  return start(process.execPath, [serverProgram], env).finished;
}

function reaches(host: string, { url }: ServerProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), host);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
