import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataDir } from '../../src/config/data-dir.ts';

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
