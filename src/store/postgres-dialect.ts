import { setTimeout } from 'node:timers/promises';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { mayAcceptLater, NoConnection, statementError } from './postgres-errors.ts';

/** Milliseconds to wait for a connection: for a free one, or for a server that went away and comes back. */
const CONNECTION_PATIENCE = 5_000;
/** Milliseconds that a statement may take, and that a transaction may stand still. */
const TIME_LIMIT = 10_000;
/** Milliseconds after which we no longer believe in an answer: the server would have ended the statement itself. */
const ANSWER_LIMIT = TIME_LIMIT + 2_000;

export interface PostgresOptions {
  /** Most connections at a time. */
  readonly pool: number;
  /** Milliseconds to wait for another transaction's lock. */
  readonly patience: number;
  /** Whether statements end when they take too long. */
  readonly timeLimits: boolean;
}

/** Connections to PostgreSQL. Parameters of the URL go before what is set here. @param url with its password */
export function postgresPool(url: string, options: PostgresOptions): pg.Pool {
  const limit = options.timeLimits ? TIME_LIMIT : 0;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.pool,
    connectionTimeoutMillis: CONNECTION_PATIENCE,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    fallback_application_name: 'latchkey',
    lock_timeout: options.patience,
    statement_timeout: limit,
    idle_in_transaction_session_timeout: limit,
    types,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it
    onConnect: keepWhatIsAcknowledged,
  });
  // A connection that breaks says so by itself too, idle or in use. Whoever uses it hears it from their statement, and
  // the pool drops it; unheard it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Kysely's PostgreSQL dialect on a pool that waits for a server which is away. */
export function postgresDialect(pool: pg.Pool, options: PostgresOptions): PostgresDialect {
  const connections: PostgresPool = {
    options: pool.options,
    connect: async () => guard(await connect(pool), options.timeLimits),
    end: () => pool.end(),
  };
  return new PostgresDialect({ pool: connections, cursor: Cursor });
}

/** @throws NoConnection when there is none in time */
async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  const end = performance.now() + CONNECTION_PATIENCE;
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await pool.connect();
    } catch (error) {
      const giveUp = pool.ending || !mayAcceptLater(error) || performance.now() + pause >= end;
      if (giveUp) throw new NoConnection(error);
      await setTimeout(pause);
    }
  }
}

/** A connection whose errors tell what they mean, and that is not used again once it does not answer. */
function guard(client: pg.PoolClient, timeLimits: boolean): PostgresPoolClient {
  let broken = false;
  const run = async (text: string, values: readonly unknown[]) => {
    // Known to pg, not to its types.
    const limit = timeLimits ? { query_timeout: ANSWER_LIMIT } : {};
    const query: pg.QueryConfig = { text, values: values.map(storable), ...limit };
    try {
      return await client.query(query);
    } catch (error) {
      const told = statementError(error);
      broken ||= told !== error;
      throw told;
    }
  };
  return {
    query: ((query: string | pg.Submittable, values: readonly unknown[] = []) =>
      typeof query === 'string' ? run(query, values) : client.query(query)) as never,
    release: (destroy) => client.release(broken || destroy === true),
  };
}

/** PostgreSQL's text has no NUL. Like other characters that UTF-8 cannot hold, it becomes U+FFFD. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\u{FFFD}') : value;
}

/** Ids, times, counts and sums are numbers here as on SQLite; all are below 2^53. */
const NUMBERS = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
type TypeId = (typeof NUMBERS)[number];
const types: pg.CustomTypesConfig = {
  getTypeParser: (type: TypeId, format?: string): unknown =>
    NUMBERS.includes(type) ? Number : pg.types.getTypeParser(type, format as 'text'),
};

/** An acknowledged activation outlives a crash, also where the server's default is not to wait for its disk. */
async function keepWhatIsAcknowledged(client: pg.ClientBase): Promise<void> {
  await client.query(
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
  );
}
