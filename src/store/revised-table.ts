import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import type { Fields, Values } from '../rules/fields.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { equal, type Filter, type Page, type PageRequest, readPage } from './pages.ts';
import type { Schema, WithRevision } from './schema.ts';
import { type Stored, storedFields } from './stored.ts';

/** Tables that the Admin API changes, with a `revision` for optimistic locking (If-Match; RFC 9110, section 13.1.1). */
type Revised = {
  [Table in keyof Schema]: Schema[Table] extends WithRevision ? Table : never;
}[keyof Schema];

export interface Seen {
  readonly id: number;
  readonly revision: number;
}

/** Reads and changes such a table. @param fields the fields of its resource, apart from the id */
export function revisedTable<Table extends Revised, F extends Fields>(
  db: Kysely<Schema>,
  name: Table,
  fields: F,
) {
  type Resource = { readonly id: number } & Values<F>;

  // All these tables have the columns of `products` that are used here.
  const table = name as 'products';
  const columnsOf = (resource: Resource) => toColumns(fields, resource) as object;
  const resourceOf = (row: object): Stored<Resource> => {
    const { id, ...columns } = row as Selectable<Schema[Table]> & Selectable<Schema['products']>;
    const values = fromColumns(fields, columns as unknown as Columns<F>);
    return { id, ...values, ...storedFields(columns) };
  };

  return {
    find: (id: number): Promise<Stored<Resource> | undefined> => findBy('id', id),

    /** @param column is unique */
    findBy,

    /** @param where conditions besides the filter */
    list: async (
      filter: Filter<Table>,
      page: PageRequest,
      where: (eb: ExpressionBuilder<Schema, Table>) => Expression<SqlBool>[] = () => [],
    ): Promise<Page<Stored<Resource>>> => {
      const found = await readPage(db, name, (eb) => [...equal(eb, filter), ...where(eb)], page);
      return { ...found, items: found.items.map(resourceOf) };
    },

    create: async (resource: Resource, now: Date): Promise<Stored<Resource>> => {
      const times = { created_at: now.getTime(), updated_at: now.getTime() };
      const row = await db
        .insertInto(table)
        .values({ id: resource.id, ...columnsOf(resource), ...times } as never)
        .returningAll()
        .executeTakeFirstOrThrow();
      return resourceOf(row);
    },

    /**
     * Stores a changed resource.
     * @param resource with the revision that it had when it was read
     * @returns the stored resource; undefined when it has changed since it was read
     */
    update: async (resource: Resource & Seen, now: Date): Promise<Stored<Resource> | undefined> => {
      const { id, revision } = resource;
      const row = await db
        .updateTable(table)
        .set({ ...columnsOf(resource), revision: revision + 1, updated_at: now.getTime() } as never)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .returningAll()
        .executeTakeFirst();
      return row && resourceOf(row);
    },

    /** @returns false when the row has changed since it was read: then it is not deleted */
    delete: async ({ id, revision }: Seen): Promise<boolean> => {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };

  async function findBy(
    column: keyof Schema[Table] & string,
    value: number | string,
  ): Promise<Stored<Resource> | undefined> {
    const row = await db
      .selectFrom(table)
      .selectAll()
      .where(column as 'id', '=', value as never)
      .executeTakeFirst();
    return row && resourceOf(row);
  }
}
