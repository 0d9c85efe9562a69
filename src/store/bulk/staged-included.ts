import { sql, type SqlBool } from 'kysely';
import type { AnyTable, BulkTable } from './bulk-rows.ts';

/** The temporary table of the rows of another table that an import has too. */
export const STAGED_INCLUDED = 'staged_included';

/** The other table of which an import of some tables has rows, and their columns. */
const INCLUDED = {
  licenses: {
    table: 'bundle_licenses',
    columns: ['id', 'bundle_id', 'license_key', 'created_at', 'updated_at'],
  },
  bundles: { table: 'bundle_products', columns: ['bundle_id', 'product_id'] },
} as const;

type IncludingTable = keyof typeof INCLUDED;

export function isIncluding(table: BulkTable): table is IncludingTable {
  return Object.hasOwn(INCLUDED, table);
}

/** The other table of which an import of a table has rows. */
export function includedTable(table: BulkTable): string | undefined {
  return isIncluding(table) ? INCLUDED[table].table : undefined;
}

/** Runs `work` while the temporary table exists. */
export async function stageIncluded<T>(
  db: AnyTable,
  including: IncludingTable,
  work: () => Promise<T>,
): Promise<T> {
  const { table, columns } = INCLUDED[including];
  const columnsOfTable = db
    .selectFrom(table)
    .select([...columns])
    .where(sql<SqlBool>`1 = 0`);
  await db.schema.createTable(STAGED_INCLUDED).temporary().as(columnsOfTable).execute();
  try {
    return await work();
  } finally {
    await db.schema.dropTable(STAGED_INCLUDED).execute();
  }
}

/** Stores the staged rows of the other table. */
export async function storeIncluded(db: AnyTable, including: IncludingTable): Promise<void> {
  const { table, columns } = INCLUDED[including];
  await db
    .insertInto(table)
    .columns([...columns])
    .expression(db.selectFrom(STAGED_INCLUDED).select([...columns]))
    .execute();
}

export async function forgetIncluded(db: AnyTable): Promise<void> {
  await db.deleteFrom(STAGED_INCLUDED).execute();
}
