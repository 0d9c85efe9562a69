import { type Kysely, sql } from 'kysely';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Kysely passes this type to migrations
type Db = Kysely<any>;

// The lists of search/searched-columns.ts as they were when this migration was released. They never change: what is
// searched since then has its index from a later migration.
const beginnings = { licenses: ['license_key', 'order_store_id'], devices: ['hardware_id'] };
const words = {
  products: "code || '\n' || name",
  customer_accounts: "code || '\n' || name",
  customers:
    "email || '\n' || company_name || '\n' || first_name || ' ' || last_name || '\n' || reference",
  license_users: "email || '\n' || first_name || ' ' || last_name",
  api_keys: "name || '\n' || api_key",
};
const hostname = {
  sqlite: "coalesce(case when json_valid(fields) then json_extract(fields, '$.hostname') end, '')",
  postgres: `coalesce(substring(fields from '"hostname":"((?:[^"\\\\]|\\\\.)*)"'), '')`,
};

/** Makes the indexes that the search uses: of the beginnings of keys, and of all parts of names. */
export async function makeSearchIndexes(db: Db): Promise<void> {
  const isPostgres = isOnPostgres(db);
  for (const [table, columns] of Object.entries(beginnings)) {
    for (const column of columns) {
      const value = sql`lower(${sql.ref(column)} ${sql.raw(isPostgres ? 'collate "C"' : '')})`;
      const name = sql.ref(`${table}_${column}_beginning`);
      await sql`create index ${name} on ${sql.table(table)} (${value})`.execute(db);
    }
  }
  if (isPostgres) await makeFunctions(db);
  const devices = hostname[isPostgres ? 'postgres' : 'sqlite'];
  for (const [table, expression] of Object.entries({ ...words, devices })) {
    await makeWordIndex(db, table, expression);
  }
}

/**
 * Makes the index of all parts of some words of a table.
 * @param expression SQL for the words, with names of columns that `makeSearchTable` knows
 */
export function makeWordIndex(db: Db, table: string, expression: string): Promise<void> {
  return (isOnPostgres(db) ? indexParts : makeSearchTable)(db, table, expression);
}

/**
 * Makes the functions that PostgreSQL's indexes call. An extension (pg_trgm, unaccent) would need a right that a role
 * on a managed server may not have. The functions call built-in ones only, so that a dump can be restored into a
 * schema of any name.
 */
async function makeFunctions(db: Db): Promise<void> {
  const { rows } = await sql<{
    encoding: string;
  }>`select pg_catalog.getdatabaseencoding() as encoding`.execute(db);
  // PostgreSQL normalizes UTF-8 only: with other encodings, accents stay.
  const plain =
    rows[0]?.encoding === 'UTF8'
      ? "normalize(regexp_replace(normalize(value, NFD), '[\\u0300-\\u036f]', '', 'g'), NFC)"
      : 'value';
  const declare = 'language sql immutable parallel safe cost 1000';
  await sql`create function latchkey_plain(value text) returns text ${sql.raw(declare)}
    as ${sql.lit(`select lower(${plain})`)}`.execute(db);
  await sql`create function latchkey_parts(value text) returns text[] ${sql.raw(declare)}
    as ${sql.lit(`select coalesce(array_agg(distinct substr(plain, n, 3)), '{}')
      from (select lower(${plain}) as plain) as whole, generate_series(1, length(plain) - 2) as n`)}`.execute(
    db,
  );
}

/** Makes an index of all sequences of three letters (trigrams). */
async function indexParts(db: Db, table: string, expression: string): Promise<void> {
  const parts = sql`latchkey_parts(${sql.raw(expression)})`;
  await sql`create index ${sql.ref(`${table}_parts`)} on ${sql.table(table)} using gin (${parts})`.execute(
    db,
  );
}

/** Makes SQLite's full-text table of a table, and triggers that update it whenever a row changes. */
async function makeSearchTable(db: Db, table: string, expression: string): Promise<void> {
  const searched = sql.table(`search_${table}`);
  const wordsIn = (row: string) =>
    sql.raw(
      expression.replaceAll(
        /\b(code|name|email|company_name|first_name|last_name|reference|api_key|client_id|fields)\b/g,
        `${row}.$1`,
      ),
    );
  await sql`create virtual table ${searched} using fts5(words, content='', contentless_delete=1,
    tokenize="trigram remove_diacritics 1")`.execute(db);
  const add = sql`insert into ${searched} (rowid, words) values (new.id, ${wordsIn('new')})`;
  const remove = sql`delete from ${searched} where rowid = old.id`;
  const trigger = (event: string) => sql.ref(`${table}_search_${event}`);
  const on = sql`on ${sql.table(table)}`;
  await sql`create trigger ${trigger('insert')} after insert ${on} begin ${add}; end`.execute(db);
  await sql`create trigger ${trigger('delete')} after delete ${on} begin ${remove}; end`.execute(
    db,
  );
  await sql`create trigger ${trigger('update')} after update ${on}
    when old.id <> new.id or ${wordsIn('old')} <> ${wordsIn('new')}
    begin ${remove}; ${add}; end`.execute(db);
}
