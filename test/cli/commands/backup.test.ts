import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSession } from '../../support/database.ts';
import { latchkey } from '../../support/latchkey.ts';
import { mayMount, mountSmallDisk } from '../../support/small-disk.ts';
import { testSecretKey } from '../../support/sealing.ts';
import { needing } from '../../support/needing.ts';

const whereMayMount = needing('the right to mount a disk', await mayMount());

let folder: string;
let dataDir: string;
let env: Record<string, string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  dataDir = join(folder, 'data');
  env = { LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off' };
  expect(await latchkey(['migrate'], env)).toMatchObject({ code: 0 });
});
afterEach(() => rm(folder, { recursive: true }));

describe('latchkey backup', () => {
  it('writes one file that only its owner can read, and says what else to keep', async () => {
    const file = join(folder, 'backup.db');
    const { code, stdout, stderr } = await latchkey(['backup', file], env);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(join(dataDir, 'secret-key'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['backup.db', 'data']);
  });

  it('copies no folder where no installation file was uploaded', async () => {
    const { code, stderr } = await latchkey(['backup', join(folder, 'b.db'), '--only-files'], env);
    expect([code, stderr]).toEqual([0, 'There are no uploaded installation files.\n']);
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('cannot write to a stream like import and export', async () => {
    const { code, stderr } = await latchkey(['backup', '-'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('A backup cannot be written to standard output');
  });

  it('does not overwrite an existing file', async () => {
    const file = join(folder, 'backup.db');
    await writeFile(file, 'mine');
    const { code, stderr } = await latchkey(['backup', file], env);
    expect(code).toBe(1);
    expect(stderr).toContain('already');
    expect((await stat(file)).size).toBe(4);
    expect(await readdir(folder)).toEqual(['backup.db', 'data']);
  });

  it('does not overwrite a file that appears during the copy', async () => {
    const file = join(folder, 'backup.db');
    await symlink(join(folder, 'nowhere'), file);
    const { code, stderr } = await latchkey(['backup', file], env);
    expect(code).toBe(1);
    expect(stderr).toContain('already');
    expect(await readdir(folder)).toEqual(['backup.db', 'data']);
  });

  it('checks for an existing file before the copy', async () => {
    const file = join(folder, 'backup.db');
    await writeFile(file, 'mine');
    await writeFile(join(dataDir, 'latchkey.db'), 'no database, so that a copy would fail');
    const { stderr } = await latchkey(['backup', file], env);
    expect(stderr).toContain('already');
    expect(stderr).toContain('another name');
  });

  whereMayMount.it('leaves nothing on a disk that it fills', async () => {
    // More than SQLite keeps in memory of a copy, and than there is room for.
    const session = await openSession(join(dataDir, 'latchkey.db'));
    await session.query(
      'create table ballast as with recursive n(i) as (select 1 union all select i + 1 from n where i < 8000) ' +
        'select zeroblob(1000) as bytes from n',
    );
    await session.close();
    const disk = await mountSmallDisk();
    try {
      await writeFile(join(disk.folder, 'filler'), Buffer.alloc(20 * 1_048_576));
      const { code, stderr } = await latchkey(['backup', join(disk.folder, 'backup.db')], env);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: No backup was made: .*full\n$/);
      expect(await readdir(disk.folder)).toEqual(['filler']);
    } finally {
      await disk.unmount();
    }
  });

  it('shows the backup command for PostgreSQL', async () => {
    const settings = {
      ...env,
      LATCHKEY_SECRET_KEY: testSecretKey,
      LATCHKEY_DATABASE_URL: 'postgres://u:p@localhost/l',
    };
    const { code, stderr } = await latchkey(['backup', 'l.dump'], settings);
    expect(code).toBe(1);
    expect(stderr).toContain('pg_dump --format=custom --file=l.dump "$LATCHKEY_DATABASE_URL"');
    expect(stderr).not.toContain('u:p');
  });
});
