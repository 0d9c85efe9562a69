import { hash } from 'node:crypto';
import type { CompiledQuery, Kysely } from 'kysely';

type Value = string | number | null;
export type Row = Record<string, Value>;
/** Tables by name alone: what is moved has whatever form it has. */
export type AnyTables = Kysely<Record<string, Row>>;

/** Rows that are read, and written, at a time. */
const BATCH = 500;
/** Parameters of a statement: SQLite takes 32,766. */
const MOST_PARAMETERS = 30_000;

/** How many rows a table has, and a checksum over all of them, whatever their order. */
export interface Contents {
  readonly rows: number;
  readonly checksum: string;
}

/**
 * Copies the rows of a table, some hundreds at a time.
 * @param asKept the value as the target can keep it
 * @param tell is told how many rows were written
 * @returns what was read, as the target can keep it
 */
export async function copyTable(
  { from, to, table }: { from: AnyTables; to: AnyTables; table: string },
  asKept: (value: Value) => Value,
  tell: (rows: number) => void,
): Promise<Contents> {
  const digest = createDigest();
  const write = createWriter(to, table);
  for await (const batch of batchesOf(from, table)) {
    const rows = batch.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asKept(value)])),
    );
    for (const row of rows) digest.add(row);
    await write(rows);
    tell(rows.length);
  }
  return digest.contents();
}

/** Reads what a table has. @param tell is told how many rows were read */
export async function readContents(
  db: AnyTables,
  table: string,
  tell: (rows: number) => void,
): Promise<Contents> {
  const digest = createDigest();
  for await (const rows of batchesOf(db, table)) {
    for (const row of rows) digest.add(row);
    tell(rows.length);
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

/** The statement for as many rows as mostly come is made once: that takes longer than the inserting. */
function createWriter(db: AnyTables, table: string): (rows: readonly Row[]) => Promise<void> {
  let insert: { rows: number; query: CompiledQuery } | undefined;
  return async (rows) => {
    const columns = Object.keys(rows[0] ?? {});
    const size = Math.max(1, Math.floor(MOST_PARAMETERS / columns.length));
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

/** The exclusive or of the SHA-256 of every row: no two rows of a table are alike, as each has a key. */
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
