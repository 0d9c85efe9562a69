import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../../../src/rules/api-key.ts';
import { sealingOf } from '../../../src/keys/secret-key-file.ts';
import { openStore } from '../../../src/store/store.ts';
import { callSigned, keepActivating } from '../../support/activations.ts';
import { build } from '../../support/build.ts';
import { latchkey } from '../../support/latchkey.ts';
import { startServerProcess } from '../../support/server-process.ts';

const license = { product: 'desktop', licenseKey: 'KEY' };

let folder: string;
let backup: string;
let secretKey: string;
let apiKey: ApiKey;
let acknowledged: string[];
let whileRunning: Awaited<ReturnType<typeof latchkey>>;
let refusals: readonly string[];

const settings = (dataDir: string) => ({ LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off' });

/** A backup of a server that activates devices all the while. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-restore-'));
  const dataDir = join(folder, 'origin');
  backup = join(folder, 'backup.db');
  await mkdir(dataDir);
  const sealing = sealingOf({ dataDir, secretKeys: undefined });
  const store = await openStore(join(dataDir, 'latchkey.db'), { sealing });
  apiKey = await build(store).apiKey();
  const { id } = await build(store).product({
    code: license.product,
    authorization_method: 'license-key',
  });
  const { licenseKey: license_key } = license;
  await build(store).license({ product_id: id, license_key, max_activations: null });
  await store.close();
  secretKey = join(dataDir, 'secret-key');

  const server = await startServerProcess(dataDir, settings(dataDir));
  const load = keepActivating(server.url, apiKey, license);
  while (load.acknowledged.length < 50) await setTimeout(20);
  acknowledged = [...load.acknowledged];
  expect(await latchkey(['backup', backup], settings(dataDir))).toMatchObject({ code: 0 });
  whileRunning = await latchkey(['restore', backup, '--yes'], settings(dataDir));
  const more = load.acknowledged.length;
  await setTimeout(200);
  await load.stop();
  refusals = load.refusals;
  expect(load.acknowledged.length).toBeGreaterThan(more);
  await server.stop();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe('latchkey restore', () => {
  let dataDir: string;
  let count = 0;
  beforeEach(async () => {
    dataDir = join(folder, `copy-${(count += 1)}`);
    await mkdir(dataDir);
    await copyFile(secretKey, join(dataDir, 'secret-key'));
  });

  const restore = (file: string, ...more: string[]) =>
    latchkey(['restore', file, ...more], settings(dataDir));
  const database = () => join(dataDir, 'latchkey.db');

  it('restores every activation from before the backup, and a server runs on it', async () => {
    expect(await restore(backup)).toMatchObject({ code: 0, stdout: '' });
    const server = await startServerProcess(dataDir, settings(dataDir));
    for (const hardwareId of acknowledged) {
      const query = new URLSearchParams({
        product: license.product,
        license_key: license.licenseKey,
        hardware_id: hardwareId,
      });
      const reply = await callSigned(
        server.url,
        apiKey,
        'GET',
        `/api/v4/check_license?${query.toString()}`,
      );
      expect([hardwareId, reply.status]).toEqual([hardwareId, 200]);
    }
    await server.stop();
    const raw = new DatabaseSync(database());
    const { devices, counted } = raw
      .prepare(
        'select (select count(*) from devices where active = 1) as devices, ' +
          '(select sum(times_activated) from licenses) as counted',
      )
      .get() as { devices: number; counted: number };
    raw.close();
    expect(counted).toBe(devices);
    expect(devices).toBeGreaterThanOrEqual(acknowledged.length);
  });

  it('reads a backup that was made while the server kept responding', () => {
    expect(refusals).toEqual([]);
  });

  it('refuses while a server runs, and does not change its database', () => {
    expect(whileRunning.code).toBe(1);
    expect(whileRunning.stderr).toContain('A server runs');
  });

  it('keeps the existing database, and replaces it only with --yes', async () => {
    expect(await latchkey(['migrate'], settings(dataDir))).toMatchObject({ code: 0 });
    const before = await readFile(database());
    const refused = await restore(backup);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect(await readFile(database())).toEqual(before);
    expect(await restore(backup, '--yes')).toMatchObject({ code: 0 });
    const names = (await readdir(dataDir)).map((name) => name.replace(/\d{8}T\d{6}Z/, 'TIME'));
    expect(names).toEqual(['latchkey.db', 'latchkey.db.before-TIME', 'secret-key']);
  });

  it('replaces a damaged database together with its log', async () => {
    await writeFile(database(), 'garbage');
    await writeFile(`${database()}-wal`, 'old log');
    expect(await restore(backup, '--yes')).toMatchObject({ code: 0 });
    expect(await readdir(dataDir)).not.toContain('latchkey.db-wal');
    expect(await latchkey(['migrate'], settings(dataDir))).toMatchObject({ code: 0 });
  });

  /** A backup with something done to it. */
  async function altered(...statements: string[]): Promise<string> {
    const file = join(dataDir, 'altered');
    await copyFile(backup, file);
    const raw = new DatabaseSync(file, { enableForeignKeyConstraints: false });
    for (const statement of statements) raw.exec(statement);
    raw.close();
    return file;
  }

  it.each([
    ['does not exist', () => '/nowhere.db', 'There is no such file.'],
    ['is not a database', () => secretKey, 'cannot be read'],
    ['is of another program', () => altered('drop table kysely_migration'), 'not a database of'],
    ['has broken references', () => altered('update devices set license_id = 1'), 'damaged'],
    [
      'is of a newer release',
      () => altered("insert into kysely_migration values ('9999-new', '2030-01-01')"),
      '9999-new',
    ],
  ])('refuses a file that %s, and changes nothing', async (_, make, reason) => {
    const file = await make();
    const names = await readdir(dataDir);
    const { code, stderr } = await restore(file);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was changed');
    expect(stderr).toContain(reason);
    expect(await readdir(dataDir)).toEqual(names);
  });

  it('refuses when the secret key is missing or a different one', async () => {
    await rm(join(dataDir, 'secret-key'));
    const missing = await restore(backup);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(join(dataDir, 'secret-key'));
    expect(await readdir(dataDir)).toEqual([]);
    await writeFile(join(dataDir, 'secret-key'), Buffer.alloc(32, 1).toString('base64'));
    const another = await restore(backup);
    expect(another.code).toBe(1);
    expect(another.stderr).toContain('secret key');
    expect(await readdir(dataDir)).toEqual(['secret-key']);
  });
});
