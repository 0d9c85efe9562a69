import type { DatabaseSync } from 'node:sqlite';

/**
 * Puts rows into every table of a SQLite database that has none, whatever tables there are: texts that are easily
 * spoiled on the way, the largest numbers, and nothing where nothing may be.
 */
export function fillTables(database: DatabaseSync): void {
  let empty = tablesOf(database).filter((table) => countOf(database, table) === 0);
  while (empty.length > 0) {
    // Rows refer to rows: those of other tables come first.
    const ready = empty.filter((table) =>
      parentsOf(database, table).every((one) => !empty.includes(one)),
    );
    for (const table of ready) for (const index of [1, 2, 3]) insertRow(database, table, index);
    empty = empty.filter((table) => !ready.includes(table));
  }
}

/** All but those of the migrations themselves. */
export function tablesOf(database: DatabaseSync): string[] {
  return database
    .prepare(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'kysely%' and name not like 'sqlite_%' order by name",
    )
    .all()
    .map(({ name }) => String(name));
}

export function countOf(database: DatabaseSync, table: string): number {
  return Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']);
}

function insertRow(database: DatabaseSync, table: string, index: number): void {
  const references = database.prepare(`pragma foreign_key_list(${table})`).all();
  const columns = database.prepare(`pragma table_info(${table})`).all();
  const values = columns.map((column) => {
    const reference = references.find(({ from }) => from === column['name']);
    if (reference !== undefined) {
      const [parent, key] = [String(reference['table']), String(reference['to'])];
      const rows = database.prepare(`select ${key} as key from ${parent} order by key`).all();
      return rows[(index - 1) % rows.length]?.['key'] ?? null;
    }
    if (column['notnull'] === 0 && column['pk'] === 0 && index === 3) return null;
    const type = String(column['type']).toLowerCase();
    const text = `${table} ${index}: "Müller" ' \\ 🎉 \n\t日本`;
    // What a server reads of a license that has such a row.
    if (column['name'] === 'metadata') return JSON.stringify({ text });
    if (type === 'text') return text;
    // The last times that JavaScript knows: a server reads them as such.
    return type === 'bigint' ? 8_640_000_000_000_000 - index : index;
  });
  const marks = values.map(() => '?').join();
  database.prepare(`insert or ignore into ${table} values (${marks})`).run(...values);
}

function parentsOf(database: DatabaseSync, table: string): string[] {
  const keys = database.prepare(`pragma foreign_key_list(${table})`).all();
  return keys.map((key) => String(key['table'])).filter((parent) => parent !== table);
}
