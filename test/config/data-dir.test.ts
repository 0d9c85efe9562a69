import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataDir } from '../../src/config/data-dir.ts';

describe('openDataDir', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('creates the directory with mode 0700', async () => {
    const dataDir = join(folder, 'a', 'b');
    openDataDir({ dataDir, demo: true });
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('throws ConfigError when the path is a file', async () => {
    const dataDir = join(folder, 'file');
    await writeFile(dataDir, '');
    expect(() => openDataDir({ dataDir, demo: true })).toThrow('LATCHKEY_DATA_DIR');
  });

  it('refuses demo data outside demo mode', async () => {
    await writeFile(join(folder, 'demo.json'), '{}');
    expect(() => openDataDir({ dataDir: folder, demo: false })).toThrow('demo.json');
    expect(() => openDataDir({ dataDir: folder, demo: true })).not.toThrow();
  });
});
