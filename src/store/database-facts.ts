import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What a database says of itself. */
export type DatabaseFacts =
  | {
      readonly kind: 'sqlite';
      readonly version: string;
      /** The first thing that is wrong in the file; undefined where all of it is well. */
      readonly damage: string | undefined;
    }
  | {
      readonly kind: 'postgres';
      readonly version: string;
      readonly encoding: string;
      /** Whether it only follows another server, and takes no writes. */
      readonly isStandby: boolean;
      /** Whether what it acknowledges is on the disk. */
      readonly fsync: boolean;
      /** For all its clients together. */
      readonly maxConnections: number;
      readonly now: Date;
    };

/** Reads SQLite's whole file: seconds for each gigabyte. */
export async function sqliteFacts(db: Kysely<Schema>): Promise<DatabaseFacts> {
  const [found] = await rowsOf<{ version: string }>(db, sql`select sqlite_version() as version`);
  const [check] = await rowsOf<{ quick_check: string }>(db, sql`pragma quick_check(1)`);
  const { quick_check: result = 'ok' } = check ?? {};
  const damage = result === 'ok' ? undefined : result;
  return { kind: 'sqlite', version: found?.version ?? '', damage };
}

/** What a server does not know, that only speaks PostgreSQL's protocol, counts as well set. */
export async function postgresFacts(db: Kysely<Schema>): Promise<DatabaseFacts> {
  const [row] = await rowsOf<Record<string, string | boolean | number>>(
    db,
    sql`select
      coalesce(current_setting('server_version', true), '') as version,
      coalesce(current_setting('server_encoding', true), 'UTF8') as encoding,
      coalesce(current_setting('fsync', true), 'on') = 'on' as fsync,
      coalesce(current_setting('max_connections', true), '1000000')::integer as max_connections,
      pg_is_in_recovery() as is_standby,
      extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  return {
    kind: 'postgres',
    version: String(row?.['version']),
    encoding: String(row?.['encoding']),
    isStandby: row?.['is_standby'] === true,
    fsync: row?.['fsync'] === true,
    maxConnections: Number(row?.['max_connections']),
    now: new Date(Number(row?.['now'])),
  };
}

async function rowsOf<Row>(db: Kysely<Schema>, query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await query.execute(db)).rows as Row[];
}
