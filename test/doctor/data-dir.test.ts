import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { checkDataDir } from '../../src/doctor/data-dir.ts';
import { mayMount, mountSmallDisk } from '../support/small-disk.ts';
import { needing } from '../support/needing.ts';

const isRoot = process.getuid?.() === 0;
const canMount = await mayMount();

describe('checkDataDir', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const config = (dataDir: string): Config =>
    loadConfig({ LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off' });
  const findings = (dataDir = folder) => [...checkDataDir(config(dataDir))];

  it('is ok when the folder is usable', () => {
    expect(findings()).toMatchObject([{ check: 'data folder', level: 'ok' }]);
  });

  it('warns when the folder does not exist yet', () => {
    expect(findings(join(folder, 'new'))).toMatchObject([
      { level: 'warning', cure: 'The first start creates it.' },
    ]);
  });

  it('finds a fault when the path is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(findings(join(folder, 'file', 'x'))).toMatchObject([{ level: 'warning' }]);
    expect(findings('/proc/self/status')).toMatchObject([{ level: 'fault' }]);
  });

  it('finds a fault when the folder contains demo data', async () => {
    await writeFile(join(folder, 'demo.json'), '{}');
    expect(findings()).toMatchObject([
      { level: 'fault', message: expect.stringContaining('demo.json') },
    ]);
  });

  needing('root', isRoot).it('finds a fault when files have another owner', async () => {
    await writeFile(join(folder, 'latchkey.db'), '');
    await writeFile(join(folder, 'latchkey.db-wal'), '');
    await chown(folder, 12_345, 12_345);
    await chown(join(folder, 'latchkey.db'), 12_345, 12_345);
    expect(findings()).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/^latchkey\.db-wal in/) },
      { level: 'ok' },
    ]);
  });

  needing('the right to mount a disk', canMount).it(
    'finds a fault on an almost full disk',
    async () => {
      const disk = await mountSmallDisk();
      try {
        expect(findings(disk.folder)).toMatchObject([
          { level: 'fault', message: expect.stringMatching(/ has \d+ MiB free/) },
          { level: 'ok' },
        ]);
      } finally {
        await disk.unmount();
      }
    },
  );
});
