import { type Kysely, sql } from 'kysely';
import type { Limit } from '../config/postgres-url.ts';
import type { Schema } from './schema.ts';

/** Facts about a database server or file, for `latchkey doctor`. */
export type DatabaseFacts =
  | {
      readonly kind: 'sqlite';
      readonly version: string;
      /** The first fault in the file; undefined when there is none. */
      readonly damage: string | undefined;
    }
  | {
      readonly kind: 'postgres';
      readonly version: string;
      readonly encoding: string;
      /** True for a standby: it follows another server and refuses writes. */
      readonly isStandby: boolean;
      /** True when a commit waits until it is on the disk. */
      readonly fsync: boolean;
      /** False behind a pooler that gives each transaction another session of the server. */
      readonly keepsSessions: boolean;
      /** Settings of a session that are not what Latchkey set. */
      readonly lostLimits: readonly { name: string; is: string; asked: string }[];
      /** True when sessions are read-only. */
      readonly isReadOnly: boolean;
      /** The server's limit for all clients together. */
      readonly maxConnections: number;
      readonly now: Date;
    };

/** Reads the whole file, which takes seconds for each gigabyte. */
export async function sqliteFacts(db: Kysely<Schema>): Promise<DatabaseFacts> {
  const [found] = await rowsOf<{ version: string }>(db, sql`select sqlite_version() as version`);
  const [check] = await rowsOf<{ quick_check: string }>(db, sql`pragma quick_check(1)`);
  const { quick_check: result = 'ok' } = check ?? {};
  const damage = result === 'ok' ? undefined : result;
  return { kind: 'sqlite', version: found?.version ?? '', damage };
}

/**
 * Servers that only speak PostgreSQL's protocol lack some settings: those count as set correctly.
 * @param limits the time limits that each session sets
 */
export async function postgresFacts(
  db: Kysely<Schema>,
  limits: Readonly<Record<Limit, string>>,
): Promise<DatabaseFacts> {
  const [row] = await rowsOf<Record<string, string | boolean | number>>(
    db,
    sql`select
      coalesce(current_setting('server_version', true), '') as version,
      coalesce(current_setting('server_encoding', true), 'UTF8') as encoding,
      coalesce(current_setting('fsync', true), 'on') = 'on' as fsync,
      coalesce(current_setting('max_connections', true), '1000000')::integer as max_connections,
      pg_is_in_recovery() as is_standby,
      current_setting('transaction_read_only') = 'on' as is_read_only,
      extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  return {
    kind: 'postgres',
    version: String(row?.['version']),
    encoding: String(row?.['encoding']),
    isStandby: row?.['is_standby'] === true,
    isReadOnly: row?.['is_read_only'] === true,
    keepsSessions: await keepsSessions(db),
    lostLimits: await lostLimits(db, limits),
    fsync: row?.['fsync'] === true,
    maxConnections: Number(row?.['max_connections']),
    now: new Date(Number(row?.['now'])),
  };
}

/**
 * Opens two sessions and looks whether they stay two sessions of the server. Behind a pooler they may not: then a limit
 * that we set would hold for another client, and not for us.
 */
function keepsSessions(db: Kysely<Schema>): Promise<boolean> {
  return db.connection().execute(async (one) => {
    const first = await processOf(one);
    return db.connection().execute((other) =>
      other.transaction().execute(async (transaction) => {
        return (await processOf(transaction)) !== first && (await processOf(one)) === first;
      }),
    );
  });
}

/** Compares the settings of a session with those that were set when it began: a pooler may have reset them. */
function lostLimits(db: Kysely<Schema>, limits: Readonly<Record<Limit, string>>) {
  return db.transaction().execute(async (transaction) => {
    const lost = [];
    for (const [name, text] of Object.entries(limits)) {
      const [read] = await rowsOf<{ value: string }>(
        transaction,
        sql`select current_setting(${name}) as value`,
      );
      // Set once more, to get PostgreSQL's spelling of the value: 10s for 10000.
      const [set] = await rowsOf<{ value: string }>(
        transaction,
        sql`select set_config(${name}, ${text}, true) as value`,
      );
      const [is = '', asked = ''] = [read?.value, set?.value];
      if (is !== asked) lost.push({ name, is, asked });
    }
    return lost;
  });
}

async function processOf(db: Kysely<Schema>): Promise<number> {
  const [row] = await rowsOf<{ pid: number }>(db, sql`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
}

async function rowsOf<Row>(db: Kysely<Schema>, query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await query.execute(db)).rows as Row[];
}
