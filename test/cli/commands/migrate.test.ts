import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabaseStatus } from '../../../src/store/migrate/migrate.ts';
import { openSession } from '../../support/database.ts';
import { latchkey } from '../../support/latchkey.ts';
import { freePort } from '../../support/server-process.ts';

describe('latchkey migrate', () => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-migrate-'));
    env = { LATCHKEY_DATA_DIR: join(folder, 'data') };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists pending migrations with --check, and exits with 1', async () => {
    const { code, stdout, stderr } = await latchkey(['migrate', '--check'], env);
    expect(code).toBe(1);
    const { pending } = newDatabaseStatus();
    expect(stdout).toBe(`${pending.join('\n')}\n`);
    expect(stderr).toContain('`latchkey migrate`');
    const { stdout: again } = await latchkey(['migrate', '--check', '--json'], env);
    expect(JSON.parse(again)).toEqual({ pending, unknown: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  it('applies them, any number of times, and then --check exits with 0', async () => {
    const upToDate = { code: 0, stdout: 'The database is up to date.\n', stderr: '' };
    const { code, stdout } = await latchkey(['migrate'], env);
    expect({ code, stdout, stderr: '' }).toEqual(upToDate);
    expect(await latchkey(['migrate'], env)).toEqual(upToDate);
    expect(await latchkey(['migrate', '--check'], env)).toEqual(upToDate);
  });

  it('is not run by commands that only read, which say that migrations are pending', async () => {
    const session = await openSession(join(folder, 'data', 'latchkey.db'));
    const [last] = await session.query('select * from kysely_migration order by name desc limit 1');
    await session.query(`delete from kysely_migration where name = '${String(last?.['name'])}'`);
    for (const command of [
      ['keys', 'list'],
      ['admin-token', 'list'],
      ['export', 'customers'],
    ]) {
      const { code, stdout, stderr } = await latchkey(command, env);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(
        `not up to date. Pending migrations: ${String(last?.['name'])}.\nRun \`latchkey migrate\``,
      );
    }
    await session.query(
      `insert into kysely_migration values ('${String(last?.['name'])}', '2026-06-15')`,
    );
    await session.close();
  });

  it('exits with 1 on the database of a newer release', async () => {
    const session = await openSession(join(folder, 'data', 'latchkey.db'));
    await session.query("insert into kysely_migration values ('9999-newer', '2030-01-01')");
    await session.close();
    for (const options of [[], ['--check']]) {
      const { code, stderr } = await latchkey(['migrate', ...options], env);
      expect(code).toBe(1);
      expect(stderr).toContain('9999-newer');
    }
  });

  it('exits with 3, unlike for pending migrations, when the file cannot be opened', async () => {
    const dataDir = join(folder, 'data', 'latchkey.db');
    const { code, stdout, stderr } = await latchkey(['migrate', '--check'], {
      LATCHKEY_DATA_DIR: dataDir,
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(
      /^error: The database does not respond: ENOTDIR.*\nRun `latchkey doctor` .*\n$/,
    );
  });

  it('exits with 3 when the database does not respond', async () => {
    const url = `postgres://latchkey:secret@127.0.0.1:${await freePort()}/latchkey`;
    const { code, stdout, stderr } = await latchkey(['migrate', '--check'], {
      ...env,
      LATCHKEY_DATABASE_URL: url,
      LATCHKEY_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).toContain('latchkey doctor');
    expect(stderr).not.toContain('secret');
  });
});
