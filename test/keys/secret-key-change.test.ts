import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { missingStep, secretKeySteps } from '../../src/keys/secret-key-change.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { http } from '../support/http.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import { latchkey } from '../support/latchkey.ts';
import { sealingWith } from '../support/sealing.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

describe('the steps of changing the secret key', () => {
  const server = (name: string, ...secretKeyIds: string[]) => ({ id: name, name, secretKeyIds });

  it('are done when every server has the new key first, or no server runs', () => {
    expect(missingStep([], 'new')).toBeUndefined();
    expect(missingStep([server('a', 'new', 'old'), server('b', 'new')], 'new')).toBeUndefined();
  });

  it('begin with step 1: give the new key to every server', () => {
    const servers = [server('a', 'new', 'old'), server('b', 'old')];
    expect(missingStep(servers, 'new')).toEqual({
      server: servers[1],
      message: 'The server b does not have the secret key new.',
      step: `Step 1: ${secretKeySteps[0]}`,
    });
  });

  it('begin with step 2 when there is one server', () => {
    expect(missingStep([server('a', 'old')], 'new')?.step).toBe(`Step 2: ${secretKeySteps[1]}`);
  });

  it('continue with step 2: every server seals with the new key', () => {
    expect(missingStep([server('a', 'new', 'old'), server('b', 'old', 'new')], 'new')).toEqual({
      server: expect.objectContaining({ name: 'b' }) as unknown,
      message: 'The server b still seals with the secret key old.',
      step: `Step 2: ${secretKeySteps[1]}`,
    });
  });

  it('are in the help of the command', async () => {
    const { stdout } = await latchkey(['keys', 'reseal', '--help']);
    // The help wraps its paragraphs at 80 columns.
    const help = stdout.replace(/\s+/g, ' ');
    secretKeySteps.forEach((step, index) => expect(help).toContain(`${index + 1}. ${step}`));
  });
});

describe('two servers whose secret key is changed', () => {
  let installation: Installation;
  let old: string;
  const servers: ServerProcess[] = [];
  const fresh = newSecretKey();
  beforeAll(async () => {
    installation = await createInstallation();
    old = installation.env.LATCHKEY_SECRET_KEY;
  });
  afterAll(async () => {
    for (const server of servers) await server.stop('SIGKILL');
    await installation.close();
  });

  const withKeys = (...keys: string[]) => ({
    ...installation.env,
    LATCHKEY_SECRET_KEY: keys.join(),
  });
  const reseal = () => latchkey(['keys', 'reseal'], withKeys(fresh, old));
  const readiness = () =>
    Promise.all(servers.map(async ({ url }) => (await http(`${url}/health/ready`)).status));

  /** Restarts them one after the other, as their operator would. */
  async function giveAll(...keys: string[]): Promise<void> {
    for (const index of [0, 1]) {
      const ended = await servers[index]?.stop('SIGINT');
      // Whoever cannot record its end counts as running for a minute.
      const orderly = { code: 0, stdout: expect.not.stringContaining('could not be recorded') };
      if (ended !== undefined) expect(ended).toMatchObject(orderly);
      const settings = { ...withKeys(...keys), LATCHKEY_LOG_LEVEL: 'warn' };
      servers[index] = await startServerProcess(installation.dataDir, settings);
    }
  }

  it('are ready after every step, and the command names the missing step', async () => {
    await giveAll(old);
    const first = await reseal();
    expect(first).toMatchObject({ code: 1, stdout: '' });
    expect(first.stderr).toContain(`does not have the secret key ${sealingWith(fresh).keyId}.`);
    expect(first.stderr).toContain('Nothing was changed.');
    expect(first.stderr).toContain(`Step 1: ${secretKeySteps[0]}`);
    expect(await readiness()).toEqual([200, 200]);

    await giveAll(old, fresh);
    const second = await reseal();
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`still seals with the secret key ${sealingWith(old).keyId}.`);
    expect(second.stderr).toContain(`Step 2: ${secretKeySteps[1]}`);
    const doctor = await latchkey(['doctor'], withKeys(fresh, old));
    expect(doctor.stdout).toContain(`Step 2: ${secretKeySteps[1]}`);

    await giveAll(fresh, old);
    const third = await reseal();
    expect(third.code).toBe(0);
    expect(Number(/^Sealed again: (\d+) values\.$/m.exec(third.stdout)?.[1])).toBeGreaterThan(3);
    expect(third.stderr).toContain(`Step 4: ${secretKeySteps[3]}`);
    expect(await readiness()).toEqual([200, 200]);

    await giveAll(fresh);
    expect(await readiness()).toEqual([200, 200]);
    const licenseKey = await installation.newLicense(1);
    const { status } = await installation.activate(servers[0]?.url ?? '', licenseKey, 'device');
    expect(status).toBe(200);
  }, 240_000);
});
