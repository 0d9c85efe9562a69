import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { isPostgres } from '../../src/config/postgres-url.ts';
import { createPostgresDatabase, dropPostgresDatabase } from './postgres-databases.ts';

/** Which database the suite that runs is about: the Jest project says so. SQLite outside Jest. */
export function dialect(): 'sqlite' | 'postgres' {
  return (globalThis as { testDatabase?: 'postgres' }).testDatabase ?? 'sqlite';
}

/** A database that a test has for itself, without any rows. */
export interface TestDatabase {
  /** What `openStore` takes. */
  readonly database: string;
  drop(): Promise<void>;
}

/** @param options.empty without tables too, as a new user finds it */
export async function createDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  if (dialect() === 'postgres') {
    const { LATCHKEY_TEST_SERVER: server = '', LATCHKEY_TEST_TEMPLATE: template = '' } =
      process.env;
    const url = await createPostgresDatabase(server, options.empty ? 'template0' : template);
    return { database: url, drop: () => dropPostgresDatabase(url) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-database-'));
  return {
    database: join(folder, 'latchkey.db'),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Another process at a database: sees what is committed, and holds locks of its own. */
export interface Session {
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openSession(database: string): Promise<Session> {
  if (isPostgres(database)) {
    const client = new pg.Client(database);
    await client.connect();
    return {
      query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
      close: () => client.end(),
    };
  }
  const file = new DatabaseSync(database);
  return {
    query: (sql) => Promise.resolve(file.prepare(sql).all()),
    close: () => Promise.resolve(file.close()),
  };
}

/**
 * Waits until somebody else waits for a lock of this session. SQLite does not say who waits: there it gives them as long
 * as a request takes.
 */
export async function untilWaitedFor(session: Session, database: string): Promise<void> {
  if (!isPostgres(database)) return setTimeout(50);
  const waiting = 'select pid from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))';
  while ((await session.query(waiting)).length === 0) await setTimeout(5);
}

/** The names of all tables. */
export async function tablesOf(session: Session, database: string): Promise<string[]> {
  const tables = isPostgres(database)
    ? "select tablename as name from pg_tables where schemaname = 'public'"
    : "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'";
  return (await session.query(tables)).map(({ name }) => String(name)).sort();
}

/** How many rows each of these tables has. */
export async function countRows(session: Session, tables: readonly string[]): Promise<object> {
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  const [row = {}] = await session.query(`select ${counts.join(', ')}`);
  return { ...row };
}

/** Does something while another session lets nobody write. */
export async function whileLocked<T>(database: string, work: () => Promise<T>): Promise<T> {
  const session = await openSession(database);
  for (const sql of isPostgres(database) ? await lockAll(session, database) : ['begin immediate']) {
    await session.query(sql);
  }
  try {
    return await work();
  } finally {
    await session.query('rollback');
    await session.close();
  }
}

/** PostgreSQL locks tables, each by its name: reading goes on, writing and locking rows do not. */
async function lockAll(session: Session, database: string): Promise<string[]> {
  const names = await tablesOf(session, database);
  return ['begin', `lock table ${names.join(', ')} in exclusive mode`];
}
