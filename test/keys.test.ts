import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataDir } from '../src/data-dir.ts';
import { loadKeys } from '../src/keys.ts';
import { newId } from '../src/new-id.ts';
import { publicKeyPem } from '../src/response-signature.ts';

describe('the keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'latchkey-keys-')), 'data');
    openDataDir({ dataDir: folder, demo: false });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made once and kept', () => {
    const first = loadKeys(folder);
    const second = loadKeys(folder);
    expect(publicKeyPem(second.response)).toBe(publicKeyPem(first.response));
    expect({ ...second.openid }).toEqual({ ...first.openid });
    expect(second.cookies).toBe(first.cookies);
    expect(Buffer.from(second.sealing)).toEqual(Buffer.from(first.sealing));
  });

  it('can be read by their owner alone', async () => {
    loadKeys(folder);
    const files = await readdir(folder);
    expect(files.sort()).toEqual(['openid-key.json', 'response-key.pem', 'secrets.json']);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });
});

describe('two first starts at once', () => {
  it('end with the same keys', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-keys-'));
    const script = `import { loadKeys } from '${new URL('../src/keys.ts', import.meta.url).href}';
      process.stdout.write(loadKeys(process.argv[1]).cookies + loadKeys(process.argv[1]).openid.kid)`;
    const start = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder]);
    const starts = await Promise.all([start(), start(), start()]);
    expect(new Set(starts.map(({ stdout }) => stdout)).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(3);
    await rm(folder, { recursive: true });
  });
});

describe('the data directory', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made for its owner alone', async () => {
    const dataDir = join(folder, 'a', 'b');
    openDataDir({ dataDir, demo: true });
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('is a fault of the configuration where it is no folder', async () => {
    const dataDir = join(folder, 'file');
    await writeFile(dataDir, '');
    expect(() => openDataDir({ dataDir, demo: true })).toThrow('LATCHKEY_DATA_DIR');
  });

  it('may hold demo data in demo mode alone', async () => {
    await writeFile(join(folder, 'demo.json'), '{}');
    expect(() => openDataDir({ dataDir: folder, demo: false })).toThrow('demo.json');
    expect(() => openDataDir({ dataDir: folder, demo: true })).not.toThrow();
  });
});

describe('a new id', () => {
  it('has 16 digits and is a safe integer', () => {
    for (let index = 0; index < 1_000; index += 1) {
      const id = newId();
      expect(String(id)).toHaveLength(16);
      expect(Number.isSafeInteger(id)).toBe(true);
    }
  });
});
