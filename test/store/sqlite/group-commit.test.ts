import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { connect } from '../../../src/store/connect.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnSqlite } from '../../support/describe-on.ts';

interface Notes {
  readonly notes: { readonly id: number; readonly parent: number | null };
}

describeOnSqlite('transactions that arrive together', () => {
  let database: TestDatabase;
  let db: Kysely<Notes>;
  let outside: DatabaseSync;
  beforeAll(async () => {
    database = await createDatabase();
    db = connect(database.database).db as unknown as Kysely<Notes>;
    await sql`create table notes (id integer primary key,
      parent integer references notes (id) deferrable initially deferred)`.execute(db);
    outside = new DatabaseSync(database.database);
  });
  afterAll(async () => {
    outside.close();
    await db.destroy();
    await database.drop();
  });

  const add = (id: number, parent: number | null = null) =>
    db
      .transaction()
      .execute((transaction) => transaction.insertInto('notes').values({ id, parent }).execute());
  const isVisible = (id: number) =>
    outside.prepare('select id from notes where id = ?').get(id) !== undefined;

  /** Counts the commits in the log of the database: the frames that say how large the database is after them. */
  function commits(): number {
    const log = readFileSync(`${database.database}-wal`);
    const frame = 24 + log.readUInt32BE(8);
    const salt = log.subarray(16, 24);
    let count = 0;
    for (let at = 32; at + frame <= log.length; at += frame) {
      const isCurrent = log.subarray(at + 8, at + 16).equals(salt);
      if (isCurrent && log.readUInt32BE(at + 4) > 0) count += 1;
    }
    return count;
  }

  it('share one commit', async () => {
    const before = commits();
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(100 + index)));
    expect(commits() - before).toBe(1);
    expect(isVisible(119)).toBe(true);
  });

  it('end when others see what they have stored, and not before', async () => {
    const seen: boolean[] = [];
    const work = [201, 202, 203].map(async (id) => {
      await add(id);
      seen.push(isVisible(id));
    });
    expect(isVisible(201)).toBe(false);
    await Promise.all(work);
    expect(seen).toEqual([true, true, true]);
  });

  it('do not see a transaction that is not committed, outside of transactions', async () => {
    const within = await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ id: 301, parent: null }).execute();
      return db.selectFrom('notes').select('id').where('id', '=', 301).execute();
    });
    expect(within).toEqual([]);
  });

  it('are undone alone when they fail', async () => {
    const results = await Promise.allSettled([add(401), add(401), add(402)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([401, 402].map(isVisible)).toEqual([true, true]);
  });

  it('leave nothing behind when their work fails', async () => {
    const failed = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ id: 501, parent: null }).execute();
      throw new Error('planned');
    });
    const results = await Promise.allSettled([failed, add(502)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect([501, 502].map(isVisible)).toEqual([false, true]);
  });

  it('all fail when the commit fails, and the next ones do not', async () => {
    // The database looks at this reference at the commit.
    const results = await Promise.allSettled([add(601), add(602, 999), add(603)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([601, 602, 603].map(isVisible)).toEqual([false, false, false]);
    await add(604);
    expect(isVisible(604)).toBe(true);
  });

  it('share the commit with statements outside of transactions', async () => {
    const before = commits();
    const insert = (id: number) => db.insertInto('notes').values({ id, parent: null }).execute();
    const results = await Promise.allSettled([insert(701), add(702), insert(702), insert(703)]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(commits() - before).toBe(1);
    expect([701, 702, 703].map(isVisible)).toEqual([true, true, true]);
  });

  it('hold the lock no longer than until they have ended', async () => {
    await add(801);
    await add(801).catch(() => undefined);
    expect(() => outside.exec('begin immediate; rollback')).not.toThrow();
  });

  it('all fail when SQLite undoes all of them, as it does when the disk fails', async () => {
    const undoing = () =>
      db
        .transaction()
        .execute((transaction) =>
          transaction.insertInto('notes').orRollback().values({ id: 901, parent: null }).execute(),
        );
    const results = await Promise.allSettled([add(901), undoing(), add(902)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect([901, 902].map(isVisible)).toEqual([false, true]);
  });
});
