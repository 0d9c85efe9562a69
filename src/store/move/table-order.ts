import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Kysely's own tables, which each database has already, and what each database counts for itself. */
const NOT_MOVED = ['kysely_migration', 'kysely_migration_lock', 'settled_changes'];

/**
 * Lists the tables of a database, each after the tables that it refers to. They are read from the database, so that the
 * tables of new migrations are among them.
 */
export async function tablesInOrder(db: Kysely<Schema>, isPostgres: boolean): Promise<string[]> {
  const names = (await tablesOf(db, isPostgres)).filter((name) => !NOT_MOVED.includes(name));
  const references = await referencesOf(db, isPostgres);
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.filter(
      (name) =>
        !ordered.includes(name) &&
        references.every(({ from, to }) => from !== name || to === name || ordered.includes(to)),
    );
    if (next.length === 0) throw new Error('Tables refer to each other in a circle.');
    ordered.push(...next);
  }
  return ordered;
}

/**
 * Lists tables and views of the current schema, without those of extensions. SQLite's full-text tables are left out, as
 * triggers fill them.
 */
export async function tablesOf(db: Kysely<Schema>, isPostgres: boolean): Promise<string[]> {
  const query = isPostgres
    ? sql<{ name: string }>`
        select relname as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
          and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
        order by relname`
    : sql<{ name: string }>`
        select name from pragma_table_list
        where schema = 'main' and type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name`;
  return (await query.execute(db)).rows.map(({ name }) => name);
}

interface Reference {
  readonly from: string;
  readonly to: string;
}

async function referencesOf(db: Kysely<Schema>, isPostgres: boolean): Promise<Reference[]> {
  const query = isPostgres
    ? sql<Reference>`
        select one.relname as "from", other.relname as "to" from pg_constraint
        join pg_class one on one.oid = conrelid join pg_class other on other.oid = confrelid
        where contype = 'f' and connamespace = current_schema()::regnamespace`
    : sql<Reference>`
        select tables.name as "from", keys."table" as "to"
        from sqlite_schema tables, pragma_foreign_key_list(tables.name) keys
        where tables.type = 'table'`;
  return (await query.execute(db)).rows;
}
