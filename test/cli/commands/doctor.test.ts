import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/doctor/finding.ts';
import { startAlteringProxy } from '../../support/altering-proxy.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { latchkey, latchkeyProcess } from '../../support/latchkey.ts';
import { isInstalled } from '../../support/run.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { needing } from '../../support/needing.ts';

const hasOpenssl = await isInstalled('openssl');

describe('latchkey doctor', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startServer({ demo: true });
    env = { PORT: String(server.config.port), LATCHKEY_DATA_DIR: server.config.dataDir };
  });
  afterAll(() => server.close());

  it('shows that everything is ok, and exits with 0', async () => {
    const { code, stdout, stderr } = await latchkey(['doctor'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {7}settings {5}The settings are valid; demo mode is on\.\n/);
    expect(stdout).toMatch(/^ok {7}connection {3}acme: /m);
    expect(stdout).toMatch(/\nFaults: 0\. Warnings: 0\.\n$/);
  });

  it('exits with 1 when there is a fault, with its cure below', async () => {
    const { code, stdout } = await latchkey(['doctor'], { ...env, LATCHKEY_LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fault {4}settings {5}LATCHKEY_LOG_LEVEL must .*\n {22}→ /m);
    expect(stdout).toMatch(/\nFaults: 1\. Warnings: 0\.\n$/);
  });

  it('prints one document for programs with --json', async () => {
    const { code, stdout } = await latchkey(['doctor', '--json'], { ...env, PORT: 'none' });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      findings: [
        {
          check: 'settings',
          level: 'fault',
          cure: expect.any(String) as unknown,
          message: expect.stringContaining('PORT must be') as unknown,
        },
      ],
    });
  });

  needing('openssl', hasOpenssl).it('knows when a certificate ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-certificate-'));
    const levels: Record<number, string | undefined> = {};
    for (const days of [1, 5, 90]) {
      const cert = makeCertificate(folder, days);
      const key = await readFile(join(folder, 'certificate.key'), 'utf8');
      const proxy = await startAlteringProxy({ key, cert });
      proxy.target = server.url;
      const { stdout } = await latchkeyProcess(['doctor', '--json'], {
        ...env,
        LATCHKEY_PUBLIC_URL: proxy.url,
        NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
      });
      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      levels[days] = findings.find(({ message }) => message.startsWith('The certificate'))?.level;
      await proxy.close();
    }
    await rm(folder, { recursive: true });
    expect(levels).toEqual({ 1: 'fault', 5: 'warning', 90: undefined });
  });
});
