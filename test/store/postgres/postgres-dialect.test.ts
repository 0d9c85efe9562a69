import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect, type Database } from '../../../src/store/connect.ts';
import { isUnavailable, openStore } from '../../../src/store/store.ts';
import { transact } from '../../../src/store/transact.ts';
import {
  createDatabase,
  openSession,
  type Session,
  type TestDatabase,
} from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { urlOf } from '../../support/postgres-databases.ts';
import { sealingWith } from '../../support/sealing.ts';
import { freePort } from '../../support/server-process.ts';

describeOnPostgres('a database on a server', () => {
  let database: TestDatabase;
  let other: Session;
  let opened: Database[] = [];
  beforeAll(async () => {
    database = await createDatabase();
    other = await openSession(database.database);
    await other.query('create table numbers (id integer primary key, value bigint)');
    await other.query('insert into numbers values (1, 0), (2, 0)');
  });
  afterAll(async () => {
    await other.close();
    await database.drop();
  });
  beforeEach(() => other.query('update numbers set value = 0'));
  afterEach(async () => {
    for (const { db } of opened) await db.destroy();
    opened = [];
  });

  function open(options: Parameters<typeof connect>[1] = {}): Database {
    const one = connect(database.database, options);
    opened.push(one);
    return one;
  }

  const caught = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  /** Ends every connection but this test's own, as an administrator may, and waits until that is done. */
  async function endConnections(): Promise<void> {
    const others =
      'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await other.query(`select pg_terminate_backend(pid) ${others}`);
    for (;;) {
      const [row] = await other.query(`select count(*)::int as left ${others}`);
      if (row?.['left'] === 0) return;
    }
  }

  const add = (id: number) => sql`update numbers set value = value + 1 where id = ${id}`;
  const values = async () =>
    (await other.query('select value::int from numbers order by id')).map(({ value }) => value);

  it('waits for the disk, also when synchronous_commit is off on the server', async () => {
    const name = new URL(database.database).pathname.slice(1);
    await other.query(`alter database ${name} set synchronous_commit = off`);
    const { db } = open();
    const { rows } = await sql`show synchronous_commit`.execute(db);
    await other.query(`alter database ${name} reset synchronous_commit`);
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('keeps a synchronous_commit that also waits for standbys', async () => {
    const name = new URL(database.database).pathname.slice(1);
    await other.query(`alter database ${name} set synchronous_commit = remote_apply`);
    const { db } = open();
    const { rows } = await sql`show synchronous_commit`.execute(db);
    await other.query(`alter database ${name} reset synchronous_commit`);
    expect(rows).toEqual([{ synchronous_commit: 'remote_apply' }]);
  });

  it('returns ids, counts and sums as numbers', async () => {
    const { rows } = await sql`
      select 9007199254740991::bigint as id, count(*) as count, sum(id::bigint) as sum from numbers
    `.execute(open().db);
    expect(rows).toEqual([{ id: 9_007_199_254_740_991, count: 2, sum: 3 }]);
  });

  it('limits statements, locks and idle transactions; the URL can change the limits', async () => {
    const settings = sql`
      select name, setting from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
      order by name
    `;
    const { rows } = await settings.execute(open({ lockTimeout: 1_234 }).db);
    expect(rows.map((row) => Object.values(row as object).join())).toEqual([
      ...['idle_in_transaction_session_timeout,10000', 'lock_timeout,1234'],
      'statement_timeout,10000',
    ]);
    const changed = connect(`${database.database}?statement_timeout=77`);
    opened.push(changed);
    expect((await settings.execute(changed.db)).rows).toContainEqual({
      name: 'statement_timeout',
      setting: '77',
    });
  });

  it('is unavailable when a statement takes too long', async () => {
    const slow = connect(`${database.database}?statement_timeout=50`);
    opened.push(slow);
    expect(isUnavailable(await caught(sql`select pg_sleep(5)`.execute(slow.db)))).toBe(true);
  });

  it('is unavailable when nobody listens or the database does not exist', async () => {
    const nobody = new URL(database.database);
    nobody.port = String(await freePort());
    const options = { sealing: sealingWith(newSecretKey()) };
    const { password } = nobody;
    for (const url of [nobody.href, urlOf(database.database, 'nothing')]) {
      const error = (await caught(openStore(url, options))) as Error;
      expect(isUnavailable(error)).toBe(true);
      expect(error.message).toMatch(/^PostgreSQL cannot be reached: /);
      expect(`${error.message} ${String(error.stack)} ${JSON.stringify(error)}`).not.toContain(
        password,
      );
    }
  });

  it('is not unavailable when a statement is wrong', async () => {
    const error = await caught(sql`select nonsense`.execute(open().db));
    expect(isUnavailable(error)).toBe(false);
  });

  it('is reached again after idle connections were ended', async () => {
    const { db, connections } = open();
    // Both wait, so each has a connection of its own.
    await Promise.all([1, 2].map(() => sql`select pg_sleep(0.2)`.execute(db)));
    expect(connections()?.open).toBeGreaterThan(1);
    await endConnections();
    // The server has ended them; the notices may still be on their way.
    while (connections()?.open !== 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([1, 2, 1, 2].map((id) => add(id).execute(db)));
    expect(await values()).toEqual([2, 2]);
  });

  it('repeats a transaction whose connection was ended before the commit', async () => {
    const { db } = open();
    let runs = 0;
    await transact(db, async (transaction) => {
      runs += 1;
      await add(1).execute(transaction);
      if (runs === 1) await endConnections();
      await add(2).execute(transaction);
    });
    expect(runs).toBe(2);
    expect(await values()).toEqual([1, 1]);
  });

  it('repeats a transaction after a deadlock', async () => {
    const { db } = open();
    const both = Promise.withResolvers<undefined>();
    let begun = 0;
    const inOrder = (first: number, second: number) =>
      transact(db, async (transaction) => {
        await add(first).execute(transaction);
        begun += 1;
        if (begun === 2) both.resolve(undefined);
        await both.promise;
        await add(second).execute(transaction);
      });
    // Each waits for the other's row: the server rolls one of them back.
    await Promise.all([inOrder(1, 2), inOrder(2, 1)]);
    expect(begun).toBeGreaterThan(2);
    expect(await values()).toEqual([2, 2]);
  });

  it('does not repeat a transaction whose work failed', async () => {
    let runs = 0;
    const work = transact(open().db, async (transaction) => {
      runs += 1;
      await add(1).execute(transaction);
      throw new Error('planned');
    });
    await expect(work).rejects.toThrow('planned');
    expect(runs).toBe(1);
    expect(await values()).toEqual([0, 0]);
  });

  it('lets requests wait while all connections are in use', async () => {
    const { db, connections } = open({ pool: 2 });
    const naps = Array.from({ length: 6 }, () => sql`select pg_sleep(0.05)`.execute(db));
    await new Promise((resolve) => setImmediate(resolve));
    expect(connections()).toMatchObject({ waiting: expect.any(Number) });
    await Promise.all(naps);
    expect(connections()).toEqual({ open: 2, idle: 2, waiting: 0 });
  });

  it('waits for a server that is full', async () => {
    const user = 'crowded';
    await other.query(`create role ${user} login password 'crowded' connection limit 1`);
    await other.query(`grant select on numbers to ${user}`);
    const url = new URL(database.database);
    [url.username, url.password] = [user, 'crowded'];
    const only = await openSession(url.href);
    const waiting = connect(url.href);
    opened.push(waiting);
    const read = sql`select 1 as one`.execute(waiting.db);
    setTimeout(() => void only.close(), 300);
    expect((await read).rows).toEqual([{ one: 1 }]);
    await waiting.db.destroy();
    await other.query(`drop owned by ${user}`);
    await other.query(`drop role ${user}`);
  });
});
