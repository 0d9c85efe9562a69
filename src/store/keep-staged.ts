import { sql } from 'kysely';
import { ChangedMeanwhile } from './changed-meanwhile.ts';
import { takeStagedSeats } from './staged-seats.ts';
import { transact } from './transact.ts';
import type { AnyTable, BulkTable } from './staging.ts';

/** From how many rows on they are sorted first. */
const MANY = 5_000;

/** The largest index of each table that does not grow at its end: rows in its order come in many times faster. */
const SORTED_BY: Record<BulkTable, string> = {
  customers: 'email',
  license_users: 'email',
  licenses: 'license_key',
  license_assignments: 'license_user_id',
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
 * @param also what is stored with them
 * @throws ChangedMeanwhile where they do not fit to what is stored by now
 */
export async function keepStaged(
  db: AnyTable,
  staged: { table: BulkTable; columns: readonly string[]; rowCount: number },
  also: (transaction: AnyTable) => Promise<void>,
): Promise<void> {
  const { table, rowCount } = staged;
  const isSorted = rowCount >= MANY;
  if (isSorted) {
    const sorted = db.selectFrom('staged').selectAll().orderBy(SORTED_BY[table]);
    await db.schema.createTable('sorted').temporary().as(sorted).execute();
  }
  try {
    await transact(db, async (transaction) => {
      if (table === 'devices') await takeStagedSeats(transaction);
      await move(transaction, isSorted ? 'sorted' : 'staged', staged);
      await also(transaction);
    });
  } catch (error) {
    if (!isConstraint(error)) throw error;
    throw new ChangedMeanwhile('The database was changed while the file was read.', {
      cause: error,
    });
  } finally {
    if (isSorted) await db.schema.dropTable('sorted').execute();
    await db.deleteFrom('staged').execute();
  }
}

async function move(
  db: AnyTable,
  source: string,
  { table, columns }: { table: BulkTable; columns: readonly string[] },
): Promise<void> {
  const manners = await db.selectFrom(source).select('overwrites').distinct().execute();
  for (const { overwrites } of manners) {
    const meant = db
      .selectFrom(source)
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
