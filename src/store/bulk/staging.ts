import { type CompiledQuery, type Kysely, type Selectable, sql, type SqlBool } from 'kysely';
import { newIds } from '../../rules/ids.ts';
import type { AnyTable, BulkRow, BulkTable, StagedRow } from './bulk-rows.ts';
import { includedTable, isIncluding, STAGED_INCLUDED, stageIncluded } from './staged-included.ts';
import { storeStaged } from './store-staged.ts';
import type { Schema } from '../schema.ts';
import type { Tables } from '../tables.ts';
import { transact } from '../transact.ts';

export type Found<Table extends keyof Schema> = Selectable<Schema[Table]> & {
  /** True for a staged row, which is not stored yet. */
  readonly staged: boolean;
};

export interface SeatCount {
  readonly license_id: number;
  readonly license_user_id: number | null;
  readonly seats: number;
}

export type Staging = ReturnType<typeof stagingOf>;

/**
 * Lets `work` collect rows of a table and store them at once. Until then they are in a temporary table: other connections
 * do not see it, it locks nothing, and millions of rows need no memory.
 * @param bind returns the tables that work in a transaction
 */
export async function stage<T>(
  db: Kysely<Schema>,
  bind: (db: Kysely<Schema>) => Tables,
  table: BulkTable,
  work: (staging: Staging) => Promise<T>,
): Promise<T> {
  // A temporary table belongs to one connection.
  return db.connection().execute(async (connection) => {
    const session = connection as unknown as AnyTable;
    const columnsOfTable = session
      .selectFrom(table)
      .selectAll()
      .select(sql<string>`''`.as('overwrites'))
      .where(sql<SqlBool>`1 = 0`);
    await session.schema.createTable('staged').temporary().as(columnsOfTable).execute();
    try {
      const workHere = () => work(stagingOf(session, bind, table));
      return await (isIncluding(table) ? stageIncluded(session, table, workHere) : workHere());
    } finally {
      await session.schema.dropTable('staged').execute();
    }
  });
}

function stagingOf(db: AnyTable, bind: (db: Kysely<Schema>) => Tables, table: BulkTable) {
  const indexed = new Set<string>();
  let columns: readonly string[] = [];
  let rowCount = 0;
  let insert: { rows: number; query: CompiledQuery } | undefined;

  return {
    /** Finds rows, stored or staged, by columns: each must have one of the values. */
    async find<Name extends keyof Schema>(
      name: Name,
      where: {
        readonly [Column in keyof Selectable<Schema[Name]>]?: readonly Selectable<
          Schema[Name]
        >[Column][];
      },
    ): Promise<Found<Name>[]> {
      const wanted = Object.entries(where) as [string, string[]][];
      if (wanted.some(([, values]) => values.length === 0)) return [];
      const select = async (source: string, staged: boolean) => {
        let query = db.selectFrom(source).selectAll();
        for (const [column, values] of wanted) query = query.where(column, 'in', values);
        return (await query.execute()).map((row) => ({ ...row, staged }));
      };
      const stored: unknown[] = await select(name, false);
      const source = stagedAs(name);
      if (source === undefined || rowCount === 0) return stored as Found<Name>[];
      await index(wanted[0]?.[0], source);
      return [...stored, ...(await select(source, true))] as Found<Name>[];
    },

    /** Counts the users of each license, stored and staged. @returns the counts by license id */
    async countAssignments(licenseIds: readonly number[]): Promise<Map<number, number>> {
      const counts = new Map<number, number>();
      if (licenseIds.length === 0) return counts;
      const isStaged = table === 'license_assignments';
      if (isStaged) await index('license_id');
      for (const source of ['license_assignments', ...(isStaged ? ['staged'] : [])]) {
        const rows = await db
          .selectFrom(source)
          .where('license_id', 'in', [...licenseIds])
          .groupBy('license_id')
          .select('license_id')
          .select((eb) => eb.fn.countAll<number>().as('users'))
          .execute();
        for (const { license_id: id, users } of rows) {
          counts.set(Number(id), (counts.get(Number(id)) ?? 0) + users);
        }
      }
      return counts;
    },

    /** Counts the seats that staged devices take, by license and user. */
    async countSeats(licenseIds: readonly number[]): Promise<SeatCount[]> {
      if (rowCount === 0 || licenseIds.length === 0) return [];
      await index('license_id');
      const counts: unknown = await db
        .selectFrom('staged')
        .where('license_id', 'in', [...licenseIds])
        .where('active', '=', 1)
        .groupBy(['license_id', 'license_user_id'])
        .select(['license_id', 'license_user_id'])
        .select((eb) => eb.fn.countAll<number>().as('seats'))
        .execute();
      return counts as SeatCount[];
    },

    async add(rows: readonly StagedRow[]): Promise<void> {
      const [first] = rows;
      if (first === undefined) return;
      columns = Object.keys(first.row);
      rowCount += rows.length;
      await insertRows(rows);
    },

    /** Adds rows of the other table that is stored too: new bundle licenses of licenses, all products of bundles. */
    async addIncluded(rows: readonly BulkRow[]): Promise<void> {
      if (rows.length === 0) return;
      await db
        .insertInto(STAGED_INCLUDED)
        .values([...rows])
        .execute();
    },

    /** The number of staged rows. */
    size: () => rowCount,

    /** Stores the staged rows in one transaction. @param also stores more in the same transaction */
    async commit(now: Date, also?: (tables: Tables) => Promise<void>): Promise<void> {
      const alsoBound = async (transaction: AnyTable) => {
        await also?.(bind(transaction as unknown as Kysely<Schema>));
      };
      if (rowCount === 0) return transact(db, alsoBound);
      // Consecutive ids: then the indexes of a million new rows grow at their end only.
      await storeStaged(db, { table, columns, firstId: newIds(rowCount), now }, alsoBound);
      rowCount = 0;
    },
  };

  /** Compiles the statement once for each number of rows: compiling takes longer than inserting. */
  async function insertRows(rows: readonly StagedRow[]): Promise<void> {
    if (insert?.rows !== rows.length) {
      const values = rows.map(({ row }) => ({ ...row, overwrites: '' }));
      insert = { rows: rows.length, query: db.insertInto('staged').values(values).compile() };
    }
    const parameters: unknown[] = [];
    for (const { row, overwrites } of rows) {
      for (const column of columns) parameters.push(row[column]);
      parameters.push(overwrites.join());
    }
    await db.executeQuery({ ...insert.query, parameters });
  }

  /** The table with the staged rows of a table, if it can have any. */
  function stagedAs(name: keyof Schema): string | undefined {
    if (name === table) return 'staged';
    return name === includedTable(table) ? STAGED_INCLUDED : undefined;
  }

  /** Indexes a column of staged rows, so that lookups among a million rows are fast. */
  async function index(column: string | undefined, source = 'staged'): Promise<void> {
    const name = `${source}_${column ?? ''}`;
    if (column === undefined || indexed.has(name)) return;
    indexed.add(name);
    await db.schema.createIndex(name).on(source).column(column).execute();
  }
}
