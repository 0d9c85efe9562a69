import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect } from '../../../src/store/connect.ts';
import { migrate, newDatabaseStatus } from '../../../src/store/migrate/migrate.ts';
import { migrationFailure } from '../../../src/store/migrate/failure.ts';
import {
  createDatabase,
  openSession,
  type Session,
  type TestDatabase,
} from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { latchkey } from '../../support/latchkey.ts';
import { serverProgram } from '../../support/programs.ts';
import { start } from '../../support/run.ts';
import { freePort } from '../../support/server-process.ts';

describe('a migration that failed', () => {
  const state = (code: string) => Object.assign(new pg.DatabaseError('said', 1, 'error'), { code });
  const sqlite = (errcode: number) => Object.assign(new Error('said'), { errcode });

  it.each([
    ['a role without rights', state('42501'), 'OWNER TO'],
    ['a server that takes no writes', state('25006'), 'to the primary'],
    ['a lock', state('55P03'), 'Another process locks'],
    ['a lock of SQLite', sqlite(5), 'Another process locks'],
    ['a full disk', state('53100'), 'Make room'],
    ['a full disk under SQLite', sqlite(13), 'Make room'],
    ['a file that cannot be written', sqlite(8), 'must be able to write'],
    ['tables of something else', state('42P07'), 'Use an empty database'],
    ['a fault of ours', new Error('said'), 'Report this message'],
  ])('says cause and cure: %s', (_, error, cure) => {
    const failure = migrationFailure(error);
    expect(failure.why).toContain('said.');
    expect(failure.cure).toContain(cure);
  });
});

describeOnPostgres('a role that does not own the tables', () => {
  let database: TestDatabase;
  let owner: Session;
  let folder: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    database = await createDatabase();
    owner = await openSession(database.database);
    await owner.query("create role visitor login password 'visitor'");
    folder = await mkdtemp(join(tmpdir(), 'latchkey-visitor-'));
    const url = new URL(database.database);
    [url.username, url.password] = ['visitor', 'visitor'];
    env = {
      LATCHKEY_DATABASE_URL: url.href,
      LATCHKEY_SECRET_KEY: newSecretKey(),
      LATCHKEY_DATA_DIR: folder,
      LATCHKEY_DEMO: 'off',
      PORT: String(await freePort()),
    };
  });
  afterEach(async () => {
    await owner.query('drop owned by visitor');
    await owner.query('drop role visitor');
    await owner.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** What each of them says: `start`, `migrate`, `doctor`. */
  async function said(): Promise<string[]> {
    const server = await start(process.execPath, [serverProgram], env).finished;
    const migrate = await latchkey(['migrate'], env);
    const doctor = await latchkey(['doctor'], env);
    expect([server.code, migrate.code, doctor.code]).toEqual([1, 1, 1]);
    return [server.stderr, migrate.stderr, doctor.stdout];
  }

  it('is reported by start, migrate and doctor when it may not read', async () => {
    for (const text of await said()) {
      expect(text).toContain('may not change the tables: permission denied for');
      expect(text).toContain('REASSIGN OWNED BY');
      expect(text).not.toContain('    at ');
    }
  });

  it('is reported when it may read, and a migration is pending', async () => {
    await owner.query('grant all on all tables in schema public to visitor');
    await owner.query(
      'delete from kysely_migration where name = (select max(name) from kysely_migration)',
    );
    for (const text of await said()) {
      expect(text).toMatch(/may not change the tables: (must be owner of|permission denied for)/);
      expect(text).toContain('ALTER SCHEMA public OWNER TO');
    }
  });

  it('is reported by a migration that changes a table, and by doctor', async () => {
    await owner.query('grant all on all tables in schema public to visitor');
    await owner.query('grant all on schema public to visitor');
    const change: Migration = {
      up: async ({ schema }) => {
        await schema.alterTable('products').addColumn('extra', 'text').execute();
      },
    };
    const { db } = connect(env['LATCHKEY_DATABASE_URL'] ?? '');
    // Those of this release have run already.
    const done = newDatabaseStatus().pending.map((name) => [name, change] as const);
    const known = { ...Object.fromEntries(done), '9999-change': change };
    await expect(migrate(db, known)).rejects.toThrow(
      /may not change the tables: must be owner of table products.*REASSIGN OWNED BY/,
    );
    await db.destroy();
    // Doctor looks for obstacles when a migration is pending.
    await owner.query('delete from kysely_migration');
    const { stdout } = await latchkey(['doctor'], env);
    expect(stdout).toContain('may not change the tables: must be owner of');
  });
});
