import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readExcerpt } from '../../docs/build/samples/excerpt.ts';
import { hardwareIdOf, Licensing, type Status } from '../../docs/samples/desktop.ts';
import { Latchkey } from '../../docs/samples/latchkey.ts';
import { signInHeadless } from '../../examples/desktop-app/headless.ts';
import { openSession } from '../support/database.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const DAY = 24 * 60 * 60 * 1_000;

describe('the code of the page "Licensing in an hour"', () => {
  let server: TestServer;
  let folder: string;
  let licensing: Licensing;
  let key: string;

  beforeEach(async () => {
    server = await startServer({ demo: true });
    folder = await mkdtemp(join(tmpdir(), 'latchkey-guide-'));
    [key = ''] = server.demo.license_keys;
    licensing = licensingFor('demo-key');
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  function licensingFor(product: string): Licensing {
    const { responsePublic: publicKey } = server.keys.current;
    const { api_key: apiKey, shared_key: sharedKey } = server.demo;
    return new Licensing({
      publicKey,
      latchkey: new Latchkey({ server: server.url, apiKey, sharedKey, publicKey }),
      device: { product, hardware_id: hardwareIdOf('4f9d') },
      file: join(folder, 'license.json'),
    });
  }

  async function change(sql: string): Promise<void> {
    const { databaseUrl, dataDir } = server.config;
    const session = await openSession(databaseUrl ?? join(dataDir, 'latchkey.db'));
    await session.query(sql);
    await session.close();
  }

  const stateOf = async (status: Promise<Status>) => (await status).state;

  it('activates with a license key, checks, and deactivates', async () => {
    expect(await stateOf(licensing.check())).toBe('not_activated');
    const { license_key } = await licensing.activateWithKey(key);
    expect(license_key).toBe(key);
    expect(await stateOf(licensing.check())).toBe('licensed');
    await licensing.deactivate();
    expect(await stateOf(licensing.check())).toBe('not_activated');
  });

  it('activates after a sign-in, and checks without one', async () => {
    licensing = licensingFor('demo');
    const alice = { account: 'acme', email: 'alice@acme.test' };
    const { user } = await licensing.activateBySignIn(alice, (url) => void browse(url));
    expect(user?.email).toBe('alice@acme.test');
    expect(await stateOf(licensing.check())).toBe('licensed');
    const kept = await readFile(join(folder, 'license.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ holder: { username: 'alice@acme.test' } });
    expect(kept).not.toMatch(/id_token|code_verifier|"code"/);
  });

  it('works offline for two weeks and then asks for a check', async () => {
    const now = Date.now();
    await licensing.activateWithKey(key, now);
    licensing = unreachable();
    expect(await stateOf(licensing.check(now + 13 * DAY))).toBe('grace');
    expect(await licensing.check(now + 15 * DAY)).toEqual({
      state: 'verify_needed',
      reason: 'Connect to the internet once.',
    });
  });

  it('detects a clock that was set back by more than a day', async () => {
    const now = Date.now();
    await licensing.activateWithKey(key, now);
    licensing = unreachable();
    expect(await stateOf(licensing.check(now + 5 * DAY))).toBe('grace');
    expect(await stateOf(licensing.check(now + 4.5 * DAY))).toBe('grace');
    expect(await licensing.check(now + 3 * DAY)).toMatchObject({
      state: 'verify_needed',
      reason: expect.stringContaining('set back') as unknown,
    });
  });

  it('knows offline that a license has expired', async () => {
    const now = Date.now();
    await change(
      `update licenses set valid_until = ${now + 2 * DAY}, license_type = 'time-limited'`,
    );
    await licensing.activateWithKey(key, now);
    licensing = unreachable();
    expect(await stateOf(licensing.check(now + DAY))).toBe('grace');
    expect(await stateOf(licensing.check(now + 3 * DAY))).toBe('refused');
  });

  it('detects offline that the end of the license was changed in the file', async () => {
    await licensing.activateWithKey(key);
    const file = join(folder, 'license.json');
    const saved = JSON.parse(await readFile(file, 'utf8')) as { license: object };
    const license = { ...saved.license, validity_period: '2099-01-01T00:00:00.000Z' };
    await writeFile(file, JSON.stringify({ ...saved, license }));
    expect(await stateOf(unreachable().check())).toBe('verify_needed');
  });

  it('accepts a refusal at once', async () => {
    await licensing.activateWithKey(key);
    await change('update licenses set enabled = 0');
    expect(await stateOf(licensing.check())).toBe('refused');
  });

  it('refuses a response that another key signed', async () => {
    await licensing.activateWithKey(key);
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { api_key: apiKey, shared_key: sharedKey } = server.demo;
    const impostor = new Latchkey({ server: server.url, apiKey, sharedKey, publicKey: other });
    const fooled = new Licensing({
      latchkey: impostor,
      publicKey: server.keys.current.responsePublic,
      device: { product: 'demo-key', hardware_id: hardwareIdOf('4f9d') },
      file: join(folder, 'license.json'),
    });
    expect(await stateOf(fooled.check())).toBe('grace');
  });

  /** The same application, where nothing answers. */
  function unreachable(): Licensing {
    const { responsePublic: publicKey } = server.keys.current;
    const dead = { server: 'http://127.0.0.1:9', apiKey: 'a', sharedKey: 'b', publicKey };
    return new Licensing({
      publicKey,
      latchkey: new Latchkey(dead),
      device: { product: 'demo-key', hardware_id: hardwareIdOf('4f9d') },
      file: join(folder, 'license.json'),
    });
  }

  /** Alice, with her browser. */
  async function browse(url: string): Promise<void> {
    const loopback = new URL(url).searchParams.get('redirect_uri') ?? '';
    const end = await signInHeadless(url, loopback, { email: 'alice@acme.test' });
    await fetch(end);
  }
});

describe('an excerpt of the samples', () => {
  it('is the part between its marks, without indentation', () => {
    const excerpt = readExcerpt('desktop.ts deactivate');
    expect(excerpt).toMatch(/^\/\*\* Deactivates the license.*\nasync deactivate/);
    expect(readExcerpt('desktop.ts')).not.toContain('#region');
  });

  it('throws when there is no such part', () => {
    expect(() => readExcerpt('desktop.ts nothing')).toThrow('has no region nothing');
  });
});
