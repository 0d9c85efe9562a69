import { sql } from 'kysely';
import { ID_STEP } from '../../rules/ids.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { forgetSignIns } from './staged-passwords.ts';
import { takeStagedSeats } from './staged-seats.ts';
import { isLimited, withinLimits } from './staged-users.ts';
import { transact } from '../transact.ts';
import type { AnyTable, BulkTable } from './bulk-rows.ts';

/** What is overwritten in a row that is as it should be. It is staged so that lines after it find it. */
export const UNCHANGED: readonly string[] = ['-'];

/** The largest index of each table beside those that lead with times and ids. */
const SORTED_BY: Record<BulkTable, string> = {
  customers: 'email',
  license_users: 'email',
  licenses: 'license_key',
  license_assignments: 'license_id',
  devices: 'license_id',
};

const KEY: Record<BulkTable, readonly string[]> = {
  customers: ['id'],
  license_users: ['id'],
  licenses: ['id'],
  license_assignments: ['license_user_id', 'license_id'],
  devices: ['id'],
};

/**
 * Moves all staged rows to their table in one transaction, as short as it can be: on SQLite nobody else writes
 * during it.
 * @param staged.firstId the first of as many new ids as there are rows, for those without one
 * @param also what is stored with them
 * @throws ChangedMeanwhile where they do not fit to what is stored by now
 */
export async function keepStaged(
  db: AnyTable,
  staged: { table: BulkTable; columns: readonly string[]; firstId: number },
  also: (transaction: AnyTable) => Promise<void>,
): Promise<void> {
  await sort(db, staged);
  try {
    await transact(db, async (transaction) => {
      const { table } = staged;
      if (table === 'devices') await takeStagedSeats(transaction);
      const store = () => move(transaction, staged);
      await (isLimited(table) ? withinLimits(transaction, table, store) : store());
      if (table === 'license_users') await forgetSignIns(transaction);
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
  }
}

/**
 * Brings the rows into the order of an index, and gives ids in that order to those without: so that all indexes grow
 * at few places, and not everywhere. A million licenses come in six times faster.
 */
async function sort(
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

async function move(
  db: AnyTable,
  { table, columns }: { table: BulkTable; columns: readonly string[] },
): Promise<void> {
  const manners = await db.selectFrom('sorted').select('overwrites').distinct().execute();
  for (const { overwrites } of manners) {
    if (overwrites === UNCHANGED.join()) continue;
    const meant = db
      .selectFrom('sorted')
      .select([...columns])
      .where('overwrites', '=', overwrites ?? '');
    if (overwrites === '') {
      await db
        .insertInto(table)
        .columns([...columns])
        .expression(meant)
        .execute();
      continue;
    }
    let update = db.updateTable(table).from(meant.as('given'));
    for (const column of KEY[table])
      update = update.whereRef(`${table}.${column}`, '=', `given.${column}`);
    const changes = String(overwrites).split(',');
    await update
      .set(Object.fromEntries(changes.map((column) => [column, sql.ref(`given.${column}`)])))
      .$if(changes.includes('updated_at'), (revised) =>
        revised.set({ revision: sql`${sql.ref(`${table}.revision`)} + 1` }),
      )
      .execute();
  }
}

/** SQLITE_CONSTRAINT, and PostgreSQL's states of class 23. */
function isConstraint(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return (Number(errcode) & 0xff) === 19 || (typeof code === 'string' && code.startsWith('23'));
}
