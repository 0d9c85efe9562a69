import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { systemOrigin } from '../../src/audit.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { auditLog } from '../../src/store/audit-log.ts';
import { connect } from '../../src/store/connect.ts';
import type { Schema } from '../../src/store/schema.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createDatabase, dialect, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

const start = new Date('2026-06-15T12:00:00.000Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const record = (action: string, seconds: number) =>
  store.audit.record(systemOrigin, { action, outcome: 'done' }, at(seconds));

async function actions(): Promise<string[]> {
  const { items } = await store.audit.list({}, { limit: 200 });
  return items.map(({ action }) => action).reverse();
}

describe('the audit log', () => {
  it('loses its oldest entries, so many at a time, and none of a later time', async () => {
    for (const [index, action] of ['third', 'first', 'fifth', 'second', 'fourth'].entries()) {
      await record(action, [3, 1, 5, 2, 4][index] ?? 0);
    }
    expect(await store.audit.deleteOldest(at(1), 10)).toBe(0);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(2);
    expect(await actions()).toEqual(['third', 'fourth', 'fifth']);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(1);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(0);
    expect(await actions()).toEqual(['fourth', 'fifth']);
  });

  it('is not read as a whole for that, however long it is', async () => {
    const { db } = connect(database.database);
    await fill(db, 20_000);
    for (const plan of await plansOf(db, (watched) => auditLog(watched).deleteOldest(at(0), 100))) {
      expect(plan).toMatch(/audit_log_newest/);
      expect(plan).not.toMatch(/seq scan|scan audit_log|temp b-tree|sort/i);
    }
    await db.destroy();
  });
});

/** Adds entries, one a millisecond from 1970 on. */
async function fill(db: Kysely<Schema>, count: number): Promise<void> {
  await sql`
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(count)})
    insert into audit_log (id, created_at, actor_kind, action, outcome, detail)
    select n, n, 'system', 'filled', 'done', '{}' from numbers`.execute(db);
  await sql`analyze`.execute(db);
}

/** How the database goes about each of the statements that `work` makes. */
async function plansOf(
  db: Kysely<Schema>,
  work: (watched: Kysely<Schema>) => Promise<unknown>,
): Promise<string[]> {
  const made: CompiledQuery[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      made.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  await work(watched);
  const explain = dialect === 'postgres' ? 'explain' : 'explain query plan';
  return Promise.all(
    made.map(async (query) => {
      const plan = CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]);
      const { rows } = await db.executeQuery<object>(plan);
      return rows.map((row) => Object.values(row).join(' ')).join('\n');
    }),
  );
}
