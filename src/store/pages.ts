import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Expression } from 'kysely';
import type { Schema } from './schema.ts';
import { matchingIds, MOST_MATCHES, type SearchText } from './search/search.ts';
import type { Searched } from './search/searched-columns.ts';

/** Tables that the Admin API lists, newest first: each has an index on `created_at` and `id`. */
type Listed = {
  [Table in keyof Schema]: Schema[Table] extends { id: number; created_at: number } ? Table : never;
}[keyof Schema];

/** The last row of a page. */
export interface Position {
  readonly createdAt: number;
  readonly id: number;
}

export interface PageRequest {
  readonly limit: number;
  /** Where the previous page ended; undefined for the first page. */
  readonly after?: Position | undefined;
  /** Only rows that contain this text; undefined for all rows. */
  readonly text?: SearchText | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** The number of rows on all pages. */
  readonly total: number;
  /** Where the next page begins; undefined on the last page. */
  readonly next: Position | undefined;
  /** True when more rows than `MOST_MATCHES` contain the text: then no row is listed. */
  readonly tooMany: boolean;
}

/** Values of columns to filter by; undefined means any. Booleans are stored as 0 and 1. */
export type Filter<Table extends Listed> = {
  readonly [Column in keyof Schema[Table]]?: string | number | boolean | undefined;
};

/** Conditions that columns equal these values. Undefined values are left out. */
export function equal<Table extends Listed>(
  eb: ExpressionBuilder<Schema, Table>,
  values: Filter<Table>,
): Expression<SqlBool>[] {
  return Object.entries<string | number | boolean | undefined>(values)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => {
      const kept = typeof value === 'boolean' ? Number(value) : value;
      return eb(column as never, '=', kept as never);
    });
}

/**
 * Reads a page of a table's rows, newest first. Pages neither repeat nor skip a row when rows are added meanwhile.
 * @param where conditions that all have to hold
 */
export async function readPage<Table extends Listed>(
  db: Kysely<Schema>,
  table: Table,
  where: (eb: ExpressionBuilder<Schema, Table>) => Expression<SqlBool>[],
  { limit, after, text }: PageRequest,
): Promise<Page<Selectable<Schema[Table]>>> {
  const matching = text === undefined ? undefined : matchingIds(db, table as Searched, text);
  if (matching !== undefined) {
    const counted = await sql<{ count: number }>`
      select count(*) as count from (${matching}) as matching`.execute(db);
    if ((counted.rows[0]?.count ?? 0) > MOST_MATCHES) {
      return { items: [], total: 0, next: undefined, tooMany: true };
    }
  }
  // All these tables have the columns of `products` that are used here.
  const selected = db.selectFrom(table as 'products').where((eb) => {
    const builder: unknown = eb;
    const conditions = where(builder as ExpressionBuilder<Schema, Table>);
    return eb.and(
      matching === undefined ? conditions : [...conditions, sql<SqlBool>`id in (${matching})`],
    );
  });
  const { total } = await selected
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  let page = selected.selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc');
  if (after !== undefined) {
    page = page.where(
      sql<SqlBool>`(created_at, id) < (${sql.val(after.createdAt)}, ${sql.val(after.id)})`,
    );
  }
  const found: unknown = await page.limit(limit + 1).execute();
  const rows = found as (Selectable<Schema[Table]> & { created_at: number; id: number })[];
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const isLast = rows.length <= limit || last === undefined;
  return {
    items,
    total,
    tooMany: false,
    next: isLast ? undefined : { createdAt: last.created_at, id: last.id },
  };
}
