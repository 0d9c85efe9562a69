import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { beginnings, type Searched, searchTable, words, wordsOf } from '../searched.ts';

/** Entries of the audit log are found by whom and what they are about; everything else by parts of its names. */
export const finding: Migration = {
  async up(db) {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await indexAuditLog(db, isPostgres);
    for (const [table, columns] of Object.entries(beginnings)) {
      for (const column of columns) {
        const value = sql`lower(${sql.ref(column)} ${sql.raw(isPostgres ? 'collate "C"' : '')})`;
        const name = sql.ref(`${table}_${column}_beginning`);
        await sql`create index ${name} on ${sql.table(table)} (${value})`.execute(db);
      }
    }
    if (isPostgres) await makeFunctions(db);
    const tables = [...Object.keys(words), 'devices'] as Searched[];
    for (const table of tables) await (isPostgres ? indexParts : keepParts)(db, table);
  },
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Kysely gives it to migrations
type Db = Kysely<any>;

/**
 * What the index of PostgreSQL is made of. Functions of ours, and no extension: those need a right that a role on a
 * managed server may not have. They name nothing that is not built in, so that a dump is restored whatever its schema
 * is called.
 */
async function makeFunctions(db: Db): Promise<void> {
  const { rows } = await sql<{
    encoding: string;
  }>`select pg_catalog.getdatabaseencoding() as encoding`.execute(db);
  // Other encodings have no accents that could be taken off.
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

/** An index of all parts of three letters. */
async function indexParts(db: Db, table: Searched): Promise<void> {
  const parts = sql`latchkey_parts(${sql.raw(wordsOf(table, true) ?? '')})`;
  await sql`create index ${sql.ref(`${table}_parts`)} on ${sql.table(table)} using gin (${parts})`.execute(
    db,
  );
}

/** SQLite has a table for it, which triggers keep as the other is: whoever changes that, and however. */
async function keepParts(db: Db, table: Searched): Promise<void> {
  const kept = sql.table(searchTable(table));
  const expression = wordsOf(table, false) ?? '';
  const wordsIn = (row: string) =>
    sql.raw(
      expression.replaceAll(
        /\b(code|name|email|company_name|first_name|last_name|reference|api_key|fields)\b/g,
        `${row}.$1`,
      ),
    );
  await sql`create virtual table ${kept} using fts5(words, content='', contentless_delete=1,
    tokenize="trigram remove_diacritics 1")`.execute(db);
  await sql`insert into ${kept} (rowid, words) select id, ${sql.raw(expression)} from ${sql.table(table)}`.execute(
    db,
  );
  const add = sql`insert into ${kept} (rowid, words) values (new.id, ${wordsIn('new')})`;
  const remove = sql`delete from ${kept} where rowid = old.id`;
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

async function indexAuditLog(db: Db, isPostgres: boolean): Promise<void> {
  const { schema } = db;
  for (const name of ['email', 'product', 'license_key', 'hardware_id']) {
    await schema.alterTable('audit_log').addColumn(name, 'text').execute();
  }
  await schema.alterTable('audit_log').addColumn('license_user_id', 'bigint').execute();

  // What stood among the details until now. PostgreSQL reads no JSON with escapes that stand for no text of its own.
  const named = (name: string) =>
    isPostgres
      ? sql`detail::json ->> ${sql.lit(name)}`
      : sql`json_extract(detail, ${sql.lit(`$.${name}`)})`;
  const escape = isPostgres ? sql`strpos(detail, '\\u')` : sql`instr(detail, '\\u')`;
  await sql`update audit_log set
      email = lower(coalesce(${named('username')}, ${named('email')})),
      product = ${named('product')},
      hardware_id = ${named('hardware_id')}
      where ${escape} = 0`.execute(db);
  await sql`update audit_log set email = lower(actor_id) where actor_kind = 'license_user'`.execute(
    db,
  );
  await sql`update audit_log set license_user_id = subject_id
      where subject_kind = 'license_user'`.execute(db);
  await sql`update audit_log set
      license_key = (select license_key from licenses where id = subject_id)
      where subject_kind = 'license'`.execute(db);

  const columns = ['email', 'license_user_id', 'product', 'license_key', 'hardware_id'] as const;
  for (const column of [...columns, 'request_id', 'code'] as const) {
    await schema
      .createIndex(`audit_log_${column}`)
      .on('audit_log')
      .columns([column, 'created_at', 'id'])
      .where(column, 'is not', null)
      .execute();
  }
}
