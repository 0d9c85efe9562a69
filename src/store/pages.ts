import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Expression } from 'kysely';
import type { Schema } from './schema.ts';
import { matchingIds, MOST_MATCHES, type SearchText } from './search/search.ts';
import type { Searched } from './search/searched-columns.ts';

/** The tables that are listed: newest first, by an index on `created_at` and `id`. */
type Listed =
  | 'products'
  | 'customer_accounts'
  | 'customers'
  | 'licenses'
  | 'license_users'
  | 'devices'
  | 'api_keys'
  | 'audit_log';

/** Where a page ends. */
export interface Position {
  readonly createdAt: number;
  readonly id: number;
}

export interface PageRequest {
  readonly limit: number;
  /** Where the page before ended; undefined for the first. */
  readonly after?: Position | undefined;
  /** Only what has this in it; undefined where that does not matter. */
  readonly text?: SearchText | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** How many there are on all pages. */
  readonly total: number;
  /** Where the page ends; undefined for the last. */
  readonly next: Position | undefined;
  /** Whether more has the text in it than can be listed: then nothing is. */
  readonly tooMany: boolean;
}

/** What columns may be asked to be; truth values are kept as 0 and 1. */
type Values<Table extends Listed> = {
  readonly [Column in keyof Schema[Table]]?: string | number | boolean | undefined;
};

/** The conditions that columns have these values; what is undefined does not matter. */
export function equal<Table extends Listed>(
  eb: ExpressionBuilder<Schema, Table>,
  values: Values<Table>,
): Expression<SqlBool>[] {
  return Object.entries<string | number | boolean | undefined>(values)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => {
      const kept = typeof value === 'boolean' ? Number(value) : value;
      return eb(column as never, '=', kept as never);
    });
}

/**
 * A page of a table's rows, newest first. Pages neither repeat nor skip a row, whatever is added meanwhile.
 * @param where which rows are meant
 * @param page.text which rows more than `MOST_MATCHES` may have in them, or none is read
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
  // Every listed table has what is used of `products` here.
  const meant = db.selectFrom(table as 'products').where((eb) => {
    const builder: unknown = eb;
    const conditions = where(builder as ExpressionBuilder<Schema, Table>);
    return eb.and(
      matching === undefined ? conditions : [...conditions, sql<SqlBool>`id in (${matching})`],
    );
  });
  const { total } = await meant
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  let page = meant.selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc');
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
