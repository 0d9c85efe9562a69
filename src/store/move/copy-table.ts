import { hash } from 'node:crypto';
import type { CompiledQuery, Kysely } from 'kysely';

type Value = string | number | null;
type Row = Record<string, Value>;
/** A database whose tables have any columns. */
export type AnyTables = Kysely<Record<string, Row>>;

/** Rows that are read and written at a time. */
const BATCH = 500;
/** Parameters of a statement; SQLite takes 32,766 at most. */
const MAX_PARAMETERS = 30_000;

/** The number of rows of a table, and a checksum of them that does not depend on their order. */
export interface Contents {
  readonly rows: number;
  readonly checksum: string;
}

/**
 * Copies the rows of a table, some hundreds at a time.
 * @param storable converts a value to what the target can store
 * @param onRows is called with the number of rows that were written
 * @returns the contents that were written
 */
export async function copyTable(
  { from, to, table }: { from: AnyTables; to: AnyTables; table: string },
  storable: (value: Value) => Value,
  onRows: (rows: number) => void,
): Promise<Contents> {
  const digest = createDigest();
  const write = createWriter(to, table);
  for await (const batch of batchesOf(from, table)) {
    const rows = batch.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, storable(value)])),
    );
    for (const row of rows) digest.add(row);
    await write(rows);
    onRows(rows.length);
  }
  return digest.contents();
}

/** Reads the contents of a table. @param onRows is called with the number of rows that were read */
export async function readContents(
  db: AnyTables,
  table: string,
  onRows: (rows: number) => void,
): Promise<Contents> {
  const digest = createDigest();
  for await (const rows of batchesOf(db, table)) {
    for (const row of rows) digest.add(row);
    onRows(rows.length);
  }
  return digest.contents();
}

async function* batchesOf(db: AnyTables, table: string): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  for await (const row of db.selectFrom(table).selectAll().stream(BATCH)) {
    rows.push(row);
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Compiles the statement once for each number of rows: compiling takes longer than inserting. */
function createWriter(db: AnyTables, table: string): (rows: readonly Row[]) => Promise<void> {
  let insert: { rows: number; query: CompiledQuery } | undefined;
  return async (rows) => {
    const columns = Object.keys(rows[0] ?? {});
    const size = Math.max(1, Math.floor(MAX_PARAMETERS / columns.length));
    for (let at = 0; at < rows.length; at += size) {
      const some = rows.slice(at, at + size);
      if (insert?.rows !== some.length) {
        insert = { rows: some.length, query: db.insertInto(table).values(some).compile() };
      }
      const parameters = some.flatMap((row) => columns.map((column) => row[column] ?? null));
      await db.executeQuery({ ...insert.query, parameters });
    }
  };
}

/** The checksum is the exclusive or of the SHA-256 of all rows: as rows have keys, no two are equal and cancel out. */
function createDigest() {
  const sum = Buffer.alloc(32);
  let rows = 0;
  return {
    add(row: Row): void {
      const names = Object.keys(row).sort();
      const text = JSON.stringify(names.map((name) => [name, row[name]]));
      const bytes = hash('sha256', text, 'buffer');
      for (let at = 0; at < 32; at += 4) {
        sum.writeInt32LE(sum.readInt32LE(at) ^ bytes.readInt32LE(at), at);
      }
      rows += 1;
    },
    contents: (): Contents => ({ rows, checksum: sum.toString('hex') }),
  };
}
