import { type Kysely, sql } from 'kysely';
import type { Limit } from '../config/postgres-url.ts';
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
      /** Whether each of our sessions is one of the server's: a pooler may give every transaction another one. */
      readonly keepsSessions: boolean;
      /** Limits that a session of ours does not have as they were set, as texts. */
      readonly lostLimits: readonly { name: string; is: string; asked: string }[];
      /** Whether it takes writes in an ordinary session. */
      readonly isReadOnly: boolean;
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

/**
 * What a server does not know, that only speaks PostgreSQL's protocol, counts as well set.
 * @param limits what was asked of each session
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
 * Two sessions of ours at once must be two of the server's, and stay the same ones. A limit that is set for one would
 * otherwise hold for whoever gets its session next, and not for us.
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

/** They were set once a session was there; who passes it on may have set it back since. */
function lostLimits(db: Kysely<Schema>, limits: Readonly<Record<Limit, string>>) {
  return db.transaction().execute(async (transaction) => {
    const lost = [];
    for (const [name, text] of Object.entries(limits)) {
      const [read] = await rowsOf<{ value: string }>(
        transaction,
        sql`select current_setting(${name}) as value`,
      );
      // PostgreSQL writes it as it writes those it has: 10s for 10000.
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
