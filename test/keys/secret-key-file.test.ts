import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../src/config/config.ts';
import { newSecretKey, parseSecretKeys } from '../../src/security/secret-key.ts';
import { sealingOf, secretKeyFile } from '../../src/keys/secret-key-file.ts';
import { checkMigrations, openStore } from '../../src/store/store.ts';
import { serverProgram } from '../support/programs.ts';
import { start } from '../support/run.ts';
import { sealingWith } from '../support/sealing.ts';

let dataDir: string;
let file: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-secret-'));
  file = secretKeyFile({ dataDir });
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the secret key', () => {
  it('is made at the first start, readable by its owner only', async () => {
    const { keyId } = sealingOf({ dataDir, secretKeys: undefined });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(sealingOf({ dataDir, secretKeys: undefined }).keyId).toBe(keyId);
    expect(sealingWith(await readFile(file, 'utf8')).keyId).toBe(keyId);
  });

  it('of the configuration is used, and no file is made', async () => {
    const key = newSecretKey();
    const sealing = sealingOf({ dataDir, secretKeys: parseSecretKeys(key) });
    expect(sealing.keyId).toBe(sealingWith(key).keyId);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('can be several keys in the file', async () => {
    const [key, old] = [newSecretKey(), newSecretKey()];
    await writeFile(file, `${key},\n${old}\n`);
    const place = { table: 't', column: 'c', row: 1 };
    const sealing = sealingOf({ dataDir, secretKeys: undefined });
    expect(sealing.keyId).toBe(sealingWith(key).keyId);
    expect(sealing.open(sealingWith(old).seal('text', place), place)).toBe('text');
  });

  it('is refused as a configuration error when the file is not valid', async () => {
    await writeFile(file, 'not a key');
    expect(() => sealingOf({ dataDir, secretKeys: undefined })).toThrow(ConfigError);
    expect(() => sealingOf({ dataDir, secretKeys: undefined })).toThrow(file);
  });
});

describe('a server without the secret key of its database', () => {
  const startWithout = () =>
    start(process.execPath, [serverProgram], {
      PORT: '1',
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_DEMO: 'off',
    }).finished;

  it('does not start, tells what to do, and makes no key', async () => {
    const sealing = sealingOf({ dataDir, secretKeys: undefined });
    await (await openStore(join(dataDir, 'latchkey.db'), { sealing })).close();
    await rm(file);
    const { code, stderr } = await startWithout();
    expect(code).toBe(1);
    expect(stderr).toContain(`${file} is missing`);
    expect(stderr).toContain('put it back from your backup');
    expect(stderr).not.toMatch(/^ +at /m);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('makes a key when the database was only inspected', async () => {
    await checkMigrations(join(dataDir, 'latchkey.db'));
    expect(sealingOf({ dataDir, secretKeys: undefined }).keyId).toMatch(/^\w{16}$/);
    await stat(file);
  });
});

describe('a server with another secret key than its database', () => {
  it('does not start, and tells what to do', async () => {
    const key = newSecretKey();
    const sealing = sealingWith(key);
    await (await openStore(join(dataDir, 'latchkey.db'), { sealing })).close();
    const other = newSecretKey();
    const { finished } = start(process.execPath, [serverProgram], {
      PORT: '1',
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_SECRET_KEY: other,
    });
    const { code, stderr } = await finished;
    expect(code).toBe(1);
    expect(stderr).toContain(`sealed with the secret key ${sealing.keyId}`);
    expect(stderr).toContain('put it back from your backup');
    expect(stderr).not.toContain(other);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
