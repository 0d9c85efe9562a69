import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_KEY, PASSWORD, SHARED_KEY, startFakeServer } from './fake-server.ts';

let server: Awaited<ReturnType<typeof startFakeServer>>;
let dataDir: string;
beforeAll(async () => {
  server = await startFakeServer();
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-example-'));
  const people = [
    { email: 'alice@acme.test', password: PASSWORD, account: 'acme', note: 'licensed, 10 devices' },
    { email: 'bob@acme.test', password: PASSWORD, account: 'acme', note: 'no license' },
  ];
  const keys = { api_key: API_KEY, shared_key: SHARED_KEY, license_keys: ['AAAA-BBBB-CCCC-DDDD'] };
  await writeFile(join(dataDir, 'demo.json'), JSON.stringify({ url: server.url, ...keys, people }));
});
afterAll(async () => {
  server.close();
  await rm(dataDir, { recursive: true });
});

/** Runs the command to its end. */
function run(...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, LATCHKEY_PUBLIC_URL: '', PORT: '', FORCE_COLOR: '0' };
  const command = ['examples/desktop-app/main.ts', '--data-dir', dataDir, ...options];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('npx latchkey try', () => {
  it.each(['code', 'token', 'implicit'])(
    'shows all steps without a browser, grant %s',
    async (grant) => {
      const { code, stdout, stderr } = await run('--as', 'Alice@acme.test', '--grant', grant);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const steps = [
        '1  Ask for',
        '2  Sign in',
        '3  Activate',
        '4  Check',
        'Seats used    1 of 10',
      ];
      for (const step of steps) expect(stdout).toContain(step);
      expect(stdout).toContain('--as bob@acme.test');
    },
  );

  it('sends the same hardware ID on every run, and another one with the option', async () => {
    server.sent.length = 0;
    await run('--license-key', 'AAAA-BBBB-CCCC-DDDD');
    await run('--license-key', 'AAAA-BBBB-CCCC-DDDD');
    await run('--license-key', 'AAAA-BBBB-CCCC-DDDD', '--hardware-id', 'laptop-2');
    const ids = server.sent.map(({ fields }) => fields['hardware_id']);
    expect(new Set(ids.slice(0, 4)).size).toBe(1);
    expect(ids.slice(4)).toEqual(['laptop-2', 'laptop-2']);
    expect(server.sent[0]?.fields['product']).toBe('demo-key');
  });

  it('deactivates the device, and prints only the license with --json', async () => {
    server.sent.length = 0;
    const { stdout } = await run('--as', 'alice@acme.test', '--deactivate', '--json');
    expect(JSON.parse(stdout)).toHaveProperty('user.email', 'alice@acme.test');
    expect(server.sent.at(-1)?.path).toBe('deactivate_license');
  });

  it('says what to do when the demo has no license of a kind', async () => {
    const { code, stderr } = await run('--kind', 'consumption');
    expect(code).toBe(1);
    expect(stderr).toContain('no_demo_license  This server has no demo license of the kind');
    expect(stderr).toContain('--license-key');
  });

  it('says what to do when the server refuses', async () => {
    const message = 'bob@acme.test has no license of demo.';
    const refusal = { status: 400, code: 'license_not_found', message };
    const refusing = await startFakeServer({ refusal });
    const result = await run('--as', 'bob@acme.test', '--server', refusing.url);
    refusing.close();
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`license_not_found  ${message}`);
    expect(result.stderr).toContain('Ask the vendor');
  });

  it('says what to do when there is no demo data', async () => {
    const { code, stderr } = await run('--data-dir', join(dataDir, 'none'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/no demo data in .*none\/demo\.json/);
    expect(stderr).toContain('npx latchkey start');
  });

  it.each([['--grant', 'sideways'], ['--nonsense'], ['surplus']])(
    'exits with 2 when the command line is wrong: %s',
    async (...options) => {
      const { code, stdout, stderr } = await run(...options);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^error: /);
    },
  );

  it('exits with 0 for --help', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, stderr: '' });
  });

  it('lists the users of the demo when the option names another user', async () => {
    server.sent.length = 0;
    const { code, stderr } = await run('--as', 'nobody@acme.test');
    expect(code).toBe(2);
    expect(stderr).toContain('no nobody@acme.test. It has alice@acme.test, bob@acme.test.');
    expect(server.sent).toEqual([]);
  });

  it('lists no users of the demo for another server', async () => {
    const keys = ['--api-key', 'other', '--shared-key', 'other', '--server', server.url];
    const person = await run(...keys, '--as', 'alice@acme.test');
    expect(person.code).toBe(2);
    expect(person.stderr).toContain('alice@acme.test cannot sign in without a browser');
    const refusal = { status: 400, code: 'license_not_found', message: 'There is none.' };
    const refusing = await startFakeServer({ refusal });
    const refused = await run(
      ...['--api-key', API_KEY, '--shared-key', SHARED_KEY, '--data-dir', join(dataDir, 'none')],
      ...['--server', refusing.url, '--license-key', 'AAAA-BBBB-CCCC-DDDD'],
    );
    refusing.close();
    expect(refused.stderr).toContain('Ask the vendor for a license.');
    expect(refused.stdout + refused.stderr).not.toContain('alice');
  });

  it('says what to do when no server responds', async () => {
    const { code, stderr } = await run('--server', 'http://127.0.0.1:9');
    expect(code).toBe(3);
    expect(stderr).toContain('No server answers at http://127.0.0.1:9.');
    expect(stderr).toContain('npx latchkey start');
  });
});
