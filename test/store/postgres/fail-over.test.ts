import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect } from '../../../src/store/connect.ts';
import { isUnavailable, openStore, type Store } from '../../../src/store/store.ts';
import { transact } from '../../../src/store/transact.ts';
import { build } from '../../support/build.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { execute } from '../../support/postgres-databases.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { sealingWith } from '../../support/sealing.ts';

describeOnPostgres('a primary and its standby', () => {
  const sealing = sealingWith(newSecretKey());
  let primary: PostgresServer;
  let standby: PostgresServer;
  let store: Store;
  beforeAll(async () => {
    primary = await startPostgres();
    await (await openStore(primary.url, { sealing })).close();
    standby = await startPostgres({ standbyOf: primary });
    store = await openStore(primary.url, { sealing });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await primary.close();
    await standby.close();
  });

  /** A URL of several servers, in this order. */
  function urlOf(servers: PostgresServer[], query: string): string {
    const { password } = new URL(primary.url);
    const hosts = servers.map(({ url }) => new URL(url).host).join();
    return `postgres://postgres:${password}@${hosts}/postgres?${query}`;
  }

  const portOf = async (url: string, retryTimeout?: number): Promise<string> => {
    const { db } = connect(url, { retryTimeout });
    try {
      const { rows } = await sql<{ port: string }>`select current_setting('port') as port`.execute(
        db,
      );
      return rows[0]?.port ?? '';
    } finally {
      await db.destroy();
    }
  };
  const caught = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('in one URL: the first server that is suitable is used', async () => {
    const [first, second] = [new URL(primary.url).port, new URL(standby.url).port];
    expect(await portOf(urlOf([standby, primary], ''))).toBe(second);
    expect(await portOf(urlOf([primary, standby], ''))).toBe(first);
    for (const wish of ['read-write', 'primary']) {
      expect(await portOf(urlOf([standby, primary], `target_session_attrs=${wish}`))).toBe(first);
    }
  });

  it('in one URL: no connection when all servers are standbys and a primary is demanded', async () => {
    const error = await caught(portOf(urlOf([standby], 'target_session_attrs=read-write'), 100));
    expect(isUnavailable(error)).toBe(true);
    expect(String(error)).toContain('is read-only');
  });

  it('after the primary became read-only: not ready, and its connections are dropped', async () => {
    await store.ping();
    await execute(primary.url, 'alter system set default_transaction_read_only = on');
    await execute(primary.url, 'select pg_reload_conf()');
    const refused = async () => (await caught(store.ping())) !== undefined;
    while (!(await refused())) await setTimeout(10);
    expect(isUnavailable(await caught(store.ping()))).toBe(true);
    expect(isUnavailable(await caught(build(store).product()))).toBe(true);
    expect(store.databaseConnections()?.open).toBe(0);
    await execute(primary.url, 'alter system reset default_transaction_read_only');
    await execute(primary.url, 'select pg_reload_conf()');
    while (await refused()) await setTimeout(10);
    await build(store).product();
  });

  it('in one URL: requests go to the promoted standby without an error', async () => {
    const url = urlOf([primary, standby], 'target_session_attrs=read-write&connect_timeout=2');
    const both = await openStore(url, { sealing });
    const { db } = connect(url, { pool: 3 });
    // Open connections to the primary; they are idle afterwards.
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(db)));
    await both.ping();

    // The standby is promoted. The old primary still answers, but is read-only.
    await execute(primary.url, 'alter system set default_transaction_read_only = on');
    await execute(primary.url, 'select pg_reload_conf()');
    await execute(standby.url, 'select pg_promote()');
    while ((await caught(both.ping())) !== undefined) await setTimeout(20);
    await build(both).product();
    const port = await transact(db, async (transaction) => {
      await sql`update products set name = name`.execute(transaction);
      const query = sql<{ port: string }>`select current_setting('port') as port`;
      return (await query.execute(transaction)).rows[0]?.port;
    });
    expect(port).toBe(new URL(standby.url).port);

    await primary.crash();
    await Promise.all(Array.from({ length: 10 }, () => build(both).product()));
    await both.close();
    await db.destroy();
  }, 60_000);
});
