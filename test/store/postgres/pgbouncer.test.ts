import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect } from '../../../src/store/connect.ts';
import { openStore, openForInspection } from '../../../src/store/store.ts';
import { build } from '../../support/build.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { startPgbouncer } from '../../support/pgbouncer.ts';
import { isInstalled } from '../../support/run.ts';
import { sealingWith } from '../../support/sealing.ts';
import { needing } from '../../support/needing.ts';

needing('pgbouncer', await isInstalled('pgbouncer')).describe('PgBouncer', () => {
  let database: TestDatabase;
  let pooler: Awaited<ReturnType<typeof startPgbouncer>>;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(async () => {
    await pooler.close();
    await database.drop();
  });

  const factsOf = async (url: string) => {
    const store = openForInspection(url, { sealing: sealingWith(newSecretKey()) });
    const facts = await store.facts();
    await store.close();
    return facts;
  };

  it.each([
    ['with its defaults', {}],
    ['when it ignores limits', { ignore_startup_parameters: 'lock_timeout,statement_timeout' }],
  ])('in session mode keeps every limit, %s', async (_, settings) => {
    pooler = await startPgbouncer(database.database, { pool_mode: 'session', ...settings });
    const { db } = connect(pooler.url, { lockTimeout: 1_234 });
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
      order by name`.execute(db);
    await db.destroy();
    expect(rows.map(({ name, setting }) => [name, setting])).toEqual([
      ['idle_in_transaction_session_timeout', '10000'],
      ['lock_timeout', '1234'],
      ['statement_timeout', '10000'],
    ]);
    expect(await factsOf(pooler.url)).toMatchObject({ keepsSessions: true, lostLimits: [] });
  });

  it('in session mode works for the whole store', async () => {
    pooler = await startPgbouncer(database.database, { pool_mode: 'session' });
    const store = await openStore(pooler.url, { sealing: sealingWith(newSecretKey()) });
    const product = await build(store).product({ authorization_method: 'license-key' });
    await build(store).license({ product_id: product.id, license_key: 'KEY' });
    const rows = await Array.fromAsync(store.export('licenses', {}).rows());
    await store.close();
    expect(rows).toMatchObject([{ license_key: 'KEY' }]);
  });

  it('that resets sessions after each transaction is reported, with each lost limit', async () => {
    pooler = await startPgbouncer(database.database, {
      pool_mode: 'transaction',
      server_reset_query_always: '1',
    });
    expect(await factsOf(`${pooler.url}?statement_timeout=77`)).toMatchObject({
      lostLimits: [
        { name: 'lock_timeout', is: '0', asked: '5s' },
        { name: 'statement_timeout', is: '0', asked: '77ms' },
        { name: 'idle_in_transaction_session_timeout', is: '0', asked: '10s' },
      ],
    });
    expect(await factsOf(`${database.database}?statement_timeout=77`)).toMatchObject({
      lostLimits: [],
    });
  });

  it('in transaction mode is reported, as it loses limits', async () => {
    pooler = await startPgbouncer(database.database, { pool_mode: 'transaction' });
    expect(await factsOf(pooler.url)).toMatchObject({ keepsSessions: false });
    expect(await factsOf(database.database)).toMatchObject({ keepsSessions: true });
  });
});
