import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import type { Fields, Values } from '../rules/fields.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { type Page, type PageRequest, readPage } from './pages.ts';
import type { Schema } from './schema.ts';
import { type Stored, storedFields } from './stored.ts';

/** The tables of things that the Admin API creates, changes and deletes as a client has seen them. */
type Revised = 'products' | 'customer_accounts' | 'customers' | 'license_users';

interface Seen {
  readonly id: number;
  readonly revision: number;
}

/** What all such tables have in common. @param fields what is kept of a thing beside its id */
export function revisedTable<Table extends Revised, F extends Fields>(
  db: Kysely<Schema>,
  name: Table,
  fields: F,
) {
  type Thing = { readonly id: number } & Values<F>;

  // Every one of them has the columns of `products` that are used here.
  const table = name as 'products';
  const columnsOf = (thing: Thing) => toColumns(fields, thing) as object;
  const thingOf = (row: object): Stored<Thing> => {
    const { id, ...columns } = row as Selectable<Schema[Table]> & Selectable<Schema['products']>;
    const values = fromColumns(fields, columns as unknown as Columns<F>);
    return { id, ...values, ...storedFields(columns) };
  };

  return {
    thingOf,

    find: async (
      column: 'id' | 'code',
      value: number | string,
    ): Promise<Stored<Thing> | undefined> => {
      const row = await db
        .selectFrom(table)
        .selectAll()
        .where(column, '=', value as never)
        .executeTakeFirst();
      return row && thingOf(row);
    },

    list: async (
      where: (eb: ExpressionBuilder<Schema, Table>) => Expression<SqlBool>[],
      page: PageRequest,
    ): Promise<Page<Stored<Thing>>> => {
      const found = await readPage(db, name, where, page);
      return { ...found, items: found.items.map((row) => thingOf(row)) };
    },

    create: async (thing: Thing, now: Date): Promise<Stored<Thing>> => {
      const times = { created_at: now.getTime(), updated_at: now.getTime() };
      const row = await db
        .insertInto(table)
        .values({ id: thing.id, ...columnsOf(thing), ...times } as never)
        .returningAll()
        .executeTakeFirstOrThrow();
      return thingOf(row);
    },

    /**
     * Keeps a thing that was changed.
     * @param thing with the revision that it had when it was read
     * @returns what it is now; undefined where somebody else changed it meanwhile
     */
    update: async (thing: Thing & Seen, now: Date): Promise<Stored<Thing> | undefined> => {
      const { id, revision } = thing;
      const row = await db
        .updateTable(table)
        .set({ ...columnsOf(thing), revision: revision + 1, updated_at: now.getTime() } as never)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .returningAll()
        .executeTakeFirst();
      return row && thingOf(row);
    },

    /** @returns false where somebody else has changed it meanwhile: then it stays */
    delete: async ({ id, revision }: Seen): Promise<boolean> => {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}
