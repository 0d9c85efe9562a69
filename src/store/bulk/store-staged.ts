import { type RawBuilder, sql } from 'kysely';
import { lastReset } from '../../rules/consumption.ts';
import { ID_STEP } from '../../rules/ids.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { endAfterStagedActivations } from './staged-activations.ts';
import { replaceProducts, takeCodes } from './staged-bundles.ts';
import { forgetIncluded, isIncluding, storeIncluded } from './staged-included.ts';
import { endOtherDefaults } from './staged-policies.ts';
import { endSignIns } from './staged-passwords.ts';
import { countStagedSeats } from './staged-seats.ts';
import { useStagedUploads } from './staged-uploads.ts';
import { isLimited, storeWithinLimits } from './staged-users.ts';
import { transact } from '../transact.ts';
import type { AnyTable, BulkTable } from './bulk-rows.ts';

/** `overwrites` of a row that does not change. It is staged all the same, so that later lines find it. */
export const UNCHANGED: readonly string[] = ['-'];

/** The first column of each table's largest index, apart from indexes that begin with times and ids. */
const SORTED_BY: Record<BulkTable, string> = {
  customers: 'email',
  license_users: 'email',
  product_features: 'product_id',
  license_policies: 'product_id',
  bundles: 'code',
  licenses: 'license_key',
  license_features: 'license_id',
  consumption_days: 'license_id',
  license_assignments: 'license_id',
  devices: 'license_id',
  versions: 'product_id',
};

const KEY: Record<BulkTable, readonly string[]> = {
  customers: ['id'],
  license_users: ['id'],
  product_features: ['id'],
  license_policies: ['id'],
  bundles: ['id'],
  licenses: ['id'],
  license_features: ['id'],
  consumption_days: ['id'],
  license_assignments: ['license_user_id', 'license_id'],
  devices: ['id'],
  versions: ['id'],
};

/**
 * Moves all staged rows to their table in one transaction. The transaction is kept short: on SQLite no other process
 * writes during it.
 * @param staged.firstId the first of the new ids, for rows without an id
 * @param staged.now by which counters are reset
 * @param also stores more in the same transaction
 * @throws ChangedMeanwhile when the rows no longer fit the database
 */
export async function storeStaged(
  db: AnyTable,
  staged: { table: BulkTable; columns: readonly string[]; firstId: number; now: Date },
  also: (transaction: AnyTable) => Promise<void>,
): Promise<void> {
  await sortStaged(db, staged);
  try {
    await transact(db, async (transaction) => {
      const { table } = staged;
      if (table === 'devices') {
        await countStagedSeats(transaction);
        await endAfterStagedActivations(transaction);
      }
      if (table === 'licenses') await storeIncluded(transaction, table);
      if (table === 'bundles') await takeCodes(transaction);
      if (table === 'versions') await useStagedUploads(transaction);
      if (table === 'license_policies') await endOtherDefaults(transaction, staged.now);
      const store = () => moveSorted(transaction, staged);
      await (isLimited(table) ? storeWithinLimits(transaction, table, store) : store());
      if (table === 'bundles') await replaceProducts(transaction);
      if (table === 'license_users') await endSignIns(transaction);
      await also(transaction);
    });
  } catch (error) {
    if (!isConstraint(error)) throw error;
    throw new ChangedMeanwhile('The database was changed while the file was read.', {
      cause: error,
    });
  } finally {
    await db.schema.dropTable('sorted').execute();
    await db.deleteFrom('staged').execute();
    if (isIncluding(staged.table)) await forgetIncluded(db);
  }
}

/**
 * Sorts the rows by an index, and gives new ids in that order. So the indexes grow in few places: a million licenses are
 * imported six times faster.
 */
async function sortStaged(
  db: AnyTable,
  { table, columns, firstId }: { table: BulkTable; columns: readonly string[]; firstId: number },
): Promise<void> {
  const order = columns.includes('id') ? ['id', SORTED_BY[table]] : [SORTED_BY[table]];
  const others = columns.filter((column) => column !== 'id');
  let rows = db.selectFrom('staged').select([...others, 'overwrites']);
  for (const column of order) rows = rows.orderBy(column);
  if (columns.includes('id')) {
    const place = sql`row_number() over (order by ${sql.join(order.map((name) => sql.ref(name)))})`;
    rows = rows.select(
      sql<number>`coalesce(id, cast(${sql.lit(firstId)} as bigint) + (${place} - 1) * ${sql.lit(ID_STEP)})`.as(
        'id',
      ),
    );
  }
  await db.schema.createTable('sorted').temporary().as(rows).execute();
}

async function moveSorted(
  db: AnyTable,
  { table, columns, now }: { table: BulkTable; columns: readonly string[]; now: Date },
): Promise<void> {
  const overwriteSets = await db.selectFrom('sorted').select('overwrites').distinct().execute();
  for (const { overwrites } of overwriteSets) {
    if (overwrites === UNCHANGED.join()) continue;
    const rows = db
      .selectFrom('sorted')
      .select([...columns])
      .where('overwrites', '=', overwrites ?? '');
    if (overwrites === '') {
      await db
        .insertInto(table)
        .columns([...columns])
        .expression(rows)
        .execute();
      continue;
    }
    let update = db.updateTable(table).from(rows.as('imported'));
    for (const column of KEY[table])
      update = update.whereRef(`${table}.${column}`, '=', `imported.${column}`);
    const changes = String(overwrites).split(',');
    await update
      .set(Object.fromEntries(changes.map((column) => [column, sql.ref(`imported.${column}`)])))
      .$if(changes.includes('consumption_period'), (counted) =>
        counted.set({ total_consumptions: totalInNewPeriod(table, now) }),
      )
      .$if(changes.includes('updated_at'), (revised) =>
        revised.set({ revision: sql`${sql.ref(`${table}.revision`)} + 1` }),
      )
      .execute();
  }
}

/**
 * What counts in another period: what the old one has reset must not count again. The counter is read here, as a server
 * may have counted since the file was read.
 */
function totalInNewPeriod(table: BulkTable, now: Date): RawBuilder<number> {
  const [period, total, countedAt] = (
    ['consumption_period', 'total_consumptions', 'counted_at'] as const
  ).map((column) => sql.ref(`${table}.${column}`));
  const resets = (['daily', 'weekly', 'monthly', 'annually'] as const).map(
    (name) => sql`when ${name} then ${sql.lit(lastReset(name, now).getTime())}`,
  );
  return sql`case when ${period} is distinct from imported.consumption_period
    and ${countedAt} < case ${period} ${sql.join(resets, sql` `)} end then 0 else ${total} end`;
}

/** SQLITE_CONSTRAINT (19), or PostgreSQL's SQLSTATE class 23. */
function isConstraint(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return (Number(errcode) & 0xff) === 19 || (typeof code === 'string' && code.startsWith('23'));
}
