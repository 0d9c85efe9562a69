import { setTimeout } from 'node:timers/promises';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { createEndpoints, type Endpoint } from './postgres-endpoints.ts';
import { isReadOnly, mayAcceptLater, NoConnection, statementError } from './postgres-errors.ts';
import { type Limit, parsePostgresUrl, type PostgresUrl } from '../../config/postgres-url.ts';

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

/** A pool, and what it does where its server takes no writes any more. */
export interface PostgresConnections {
  readonly pool: pg.Pool;
  /** The limits of every session: those of the URL, or else ours. */
  readonly limits: Readonly<Record<Limit, string>>;
  /** A new connection, or one that was not made before the last fail-over. @throws as the pool does */
  connect(): Promise<pg.PoolClient>;
  /** A server takes no writes: connections made so far are not used again. */
  leave(client: pg.PoolClient, error: unknown): void;
  /** Whether a connection that failed may succeed in another way at once. */
  hasOtherWay(error: unknown): boolean;
}

/**
 * Connections to PostgreSQL, by a URL as libpq reads it. Limits of the URL go before what is set here.
 * @param text with its password
 * @throws PostgresUrlError; NoConnection where a certificate cannot be read
 */
export function postgresPool(text: string, options: PostgresOptions): PostgresConnections {
  const url = parsePostgresUrl(text);
  const limits = limitsOf(url, options);
  const endpoints = createEndpoints(url);
  const patience = url.connectTimeout ?? CONNECTION_PATIENCE / Math.min(endpoints.count, 3);
  const madeBy = new WeakMap<object, { endpoint: Endpoint; generation: number }>();
  const otherWays = new WeakSet();
  let generation = 0;

  class Client extends pg.Client {
    constructor(settings: pg.ClientConfig) {
      const endpoint = endpoints.current();
      // A copy: pg hides the key in what it is given. The pool hides the password, from a copy too.
      const ssl = endpoint.ssl === false ? false : { ...endpoint.ssl };
      const { password } = url;
      super({ ...settings, password, ...endpoint, ssl, connectionTimeoutMillis: patience });
      madeBy.set(this, { endpoint, generation });
    }

    override connect(callback?: unknown): never {
      const told = callback as (error: Error | null, client?: pg.Client) => void;
      super.connect((error: Error | null) => {
        if (error !== null) note(this, error);
        told(error, this);
      });
      return undefined as never;
    }
  }

  function note(client: object, error: unknown): void {
    const made = madeBy.get(client);
    if (made === undefined || typeof error !== 'object' || error === null) return;
    if (endpoints.failed(made.endpoint, error)) otherWays.add(error);
  }

  const pool = new pg.Pool({
    user: url.user,
    database: url.database,
    application_name: url.applicationName ?? 'latchkey',
    options: url.options,
    sslnegotiation: url.negotiation,
    enableChannelBinding: url.channelBinding,
    max: options.pool,
    connectionTimeoutMillis: Math.max(CONNECTION_PATIENCE, patience),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types,
    Client: Client as unknown as new () => pg.ClientBase,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it
    onConnect: async (client) => {
      const isReadOnly = await settle(client, limits);
      if (!isReadOnly || !url.writable) return;
      const error = new Error(
        'the server takes no writes, and target_session_attrs asks for one that does',
      );
      note(client, error);
      throw error;
    },
  });
  // A connection that breaks says so by itself too, idle or in use. Whoever uses it hears it from their statement, and
  // the pool drops it; unheard it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  return {
    pool,
    limits,
    async connect() {
      for (;;) {
        const client = await pool.connect();
        if (madeBy.get(client)?.generation === generation) return client;
        client.release(true);
      }
    },
    leave(client, error) {
      if (madeBy.get(client)?.generation !== generation) return;
      generation += 1;
      note(client, error);
    },
    hasOtherWay: (error) => typeof error === 'object' && error !== null && otherWays.has(error),
  };
}

function limitsOf(
  { limits }: PostgresUrl,
  { patience, timeLimits }: PostgresOptions,
): Record<Limit, string> {
  const own = timeLimits ? limits : {};
  const limit = timeLimits ? String(TIME_LIMIT) : '0';
  return {
    lock_timeout: limits.lock_timeout ?? String(patience),
    statement_timeout: own.statement_timeout ?? limit,
    idle_in_transaction_session_timeout: own.idle_in_transaction_session_timeout ?? limit,
  };
}

/**
 * Sets what a session needs once it is there: poolers refuse parameters at its start, or drop them silently. An
 * acknowledged activation outlives a crash, also where the server's default is not to wait for its disk.
 * @returns whether the session takes no writes
 */
async function settle(client: pg.ClientBase, limits: Record<Limit, string>): Promise<boolean> {
  const names = Object.keys(limits);
  const settings = names.map((name, at) => `set_config('${name}', $${at + 1}, false)`);
  const { rows } = await client.query<{ read_only: string }>(
    `select ${settings.join(', ')},
      case current_setting('synchronous_commit') when 'off'
        then set_config('synchronous_commit', 'on', false) end,
      current_setting('transaction_read_only') as read_only`,
    Object.values(limits),
  );
  return rows[0]?.read_only === 'on';
}

/** Kysely's PostgreSQL dialect on a pool that waits for a server which is away. */
export function postgresDialect(
  opened: PostgresConnections,
  options: PostgresOptions,
): PostgresDialect {
  const connections: PostgresPool = {
    options: opened.pool.options,
    connect: async () => guard(await connect(opened), opened, options.timeLimits),
    end: () => opened.pool.end(),
  };
  return new PostgresDialect({ pool: connections, cursor: Cursor });
}

/** @throws NoConnection when there is none in time */
async function connect(opened: PostgresConnections): Promise<pg.PoolClient> {
  const end = performance.now() + CONNECTION_PATIENCE;
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await opened.connect();
    } catch (error) {
      const isOpen = !opened.pool.ending;
      // The same server, with TLS or without, at once: what it says then is what counts.
      if (isOpen && opened.hasOtherWay(error)) continue;
      const giveUp = !isOpen || !mayAcceptLater(error) || performance.now() + pause >= end;
      if (giveUp) throw new NoConnection(error);
      await setTimeout(pause);
    }
  }
}

/** A connection whose errors tell what they mean, and that is not used again once it does not answer. */
function guard(
  client: pg.PoolClient,
  opened: PostgresConnections,
  timeLimits: boolean,
): PostgresPoolClient {
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
      if (isReadOnly(error)) {
        // After a fail-over: it was the primary, and takes no writes any more.
        broken = true;
        opened.leave(client, error);
      }
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
