import { setTimeout } from 'node:timers/promises';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { preparedName } from '../compiled.ts';
import { changesSettled } from '../settled-tables.ts';
import { createEndpoints, type Endpoint } from './postgres-endpoints.ts';
import { isReadOnly, mayAcceptLater, NoConnection, statementError } from './postgres-errors.ts';
import { type Limit, parsePostgresUrl, type PostgresUrl } from '../../config/postgres-url.ts';

/** Milliseconds to wait for a free or a new connection. */
const CONNECTION_TIMEOUT = 5_000;
/** Milliseconds that a statement may take, and that a transaction may be idle. */
const TIME_LIMIT = 10_000;
/** Milliseconds after which a statement fails without the server: the server should have ended it before. */
const RESPONSE_LIMIT = TIME_LIMIT + 2_000;

export interface PostgresOptions {
  /** The largest number of connections. */
  readonly pool: number;
  /** Milliseconds to wait for a lock of another transaction. */
  readonly lockTimeout: number;
  /** Milliseconds to try again while there is no connection. */
  readonly retryTimeout: number;
  /** True when the server is to end statements that take too long. */
  readonly timeLimits: boolean;
}

/** A pool that survives a fail-over: it drops connections to a server that has become read-only. */
export interface PostgresConnections {
  readonly pool: pg.Pool;
  /** The limits of every session: those of the URL, or else ours. */
  readonly limits: Readonly<Record<Limit, string>>;
  /** A connection that was made after the last fail-over. @throws as the pool does */
  connect(): Promise<pg.PoolClient>;
  /** Drops all connections made so far, as the server of this one is read-only. */
  abandon(client: pg.PoolClient, error: unknown): void;
  /** True when a connection failed because of TLS, and the other variant can be tried at once. */
  hasOtherVariant(error: unknown): boolean;
}

/**
 * Opens a pool of connections. Time limits of the URL win over ours.
 * @param text with its password
 * @throws PostgresUrlError; NoConnection when a certificate cannot be read
 */
export function postgresPool(text: string, options: PostgresOptions): PostgresConnections {
  const url = parsePostgresUrl(text);
  const limits = limitsOf(url, options);
  const endpoints = createEndpoints(url);
  const connectTimeout = url.connectTimeout ?? CONNECTION_TIMEOUT / Math.min(endpoints.count, 3);
  const madeBy = new WeakMap<object, { endpoint: Endpoint; generation: number }>();
  const withOtherVariant = new WeakSet();
  let generation = 0;

  class Client extends pg.Client {
    constructor(settings: pg.ClientConfig) {
      const endpoint = endpoints.current();
      // A copy, as pg removes the key from its options. The pool removes the password, so it is added here.
      const ssl = endpoint.ssl === false ? false : { ...endpoint.ssl };
      const { password } = url;
      super({ ...settings, password, ...endpoint, ssl, connectionTimeoutMillis: connectTimeout });
      madeBy.set(this, { endpoint, generation });
    }

    override connect(callback?: unknown): never {
      const done = callback as (error: Error | null, client?: pg.Client) => void;
      super.connect((error: Error | null) => {
        if (error !== null) note(this, error);
        done(error, this);
      });
      return undefined as never;
    }
  }

  function note(client: object, error: unknown): void {
    const made = madeBy.get(client);
    if (made === undefined || typeof error !== 'object' || error === null) return;
    if (endpoints.failed(made.endpoint, error)) withOtherVariant.add(error);
  }

  const pool = new pg.Pool({
    user: url.user,
    database: url.database,
    application_name: url.applicationName ?? 'latchkey',
    options: url.options,
    sslnegotiation: url.negotiation,
    enableChannelBinding: url.channelBinding,
    max: options.pool,
    connectionTimeoutMillis: Math.max(CONNECTION_TIMEOUT, connectTimeout),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types,
    Client: Client as unknown as new () => pg.ClientBase,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it
    onConnect: async (client) => {
      const isReadOnly = await prepareSession(client, limits);
      if (!isReadOnly || !url.writable) return;
      const error = new Error(
        'the server is read-only, and target_session_attrs demands one that is not',
      );
      note(client, error);
      throw error;
    },
  });
  // A broken connection emits an error event, which would end the process without a listener. The pool drops idle ones,
  // and a statement on a broken connection fails.
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
    abandon(client, error) {
      if (madeBy.get(client)?.generation !== generation) return;
      generation += 1;
      note(client, error);
    },
    hasOtherVariant: (error) =>
      typeof error === 'object' && error !== null && withOtherVariant.has(error),
  };
}

function limitsOf(
  { limits }: PostgresUrl,
  { lockTimeout, timeLimits }: PostgresOptions,
): Record<Limit, string> {
  const own = timeLimits ? limits : {};
  const limit = timeLimits ? String(TIME_LIMIT) : '0';
  return {
    lock_timeout: limits.lock_timeout ?? String(lockTimeout),
    statement_timeout: own.statement_timeout ?? limit,
    idle_in_transaction_session_timeout: own.idle_in_transaction_session_timeout ?? limit,
  };
}

/**
 * Sets the time limits of a new session. They are not start-up parameters, as poolers refuse or ignore those. Turns on
 * synchronous_commit, so that a committed activation survives a crash.
 * @returns whether the session is read-only
 */
async function prepareSession(
  client: pg.ClientBase,
  limits: Record<Limit, string>,
): Promise<boolean> {
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

/**
 * Kysely's PostgreSQL dialect. It waits for a server that is away.
 * @param onChange called whenever a connection may have changed settled rows
 */
export function postgresDialect(
  opened: PostgresConnections,
  options: PostgresOptions,
  onChange: () => void,
): PostgresDialect {
  const connections: PostgresPool = {
    options: opened.pool.options,
    connect: async () =>
      guardConnection(await connect(opened, options.retryTimeout), opened, {
        ...options,
        onChange,
      }),
    end: () => opened.pool.end(),
  };
  return new PostgresDialect({ pool: connections, cursor: Cursor });
}

/** @throws NoConnection when there is no connection in time */
async function connect(opened: PostgresConnections, retryTimeout: number): Promise<pg.PoolClient> {
  const end = performance.now() + retryTimeout;
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await opened.connect();
    } catch (error) {
      const isOpen = !opened.pool.ending;
      // Try the other TLS variant at once: its error is the one to report.
      if (isOpen && opened.hasOtherVariant(error)) continue;
      const giveUp = !isOpen || !mayAcceptLater(error) || performance.now() + pause >= end;
      if (giveUp) throw new NoConnection(error);
      await setTimeout(pause);
    }
  }
}

/** Wraps a connection: it throws our errors, and is not used again after it broke. */
function guardConnection(
  client: pg.PoolClient,
  opened: PostgresConnections,
  { timeLimits, onChange }: Pick<PostgresOptions, 'timeLimits'> & { onChange: () => void },
): PostgresPoolClient {
  let broken = false;
  let hasChanged = false;
  const run = async (text: string, values: readonly unknown[]) => {
    // The types of pg lack this option.
    const limit = timeLimits ? { query_timeout: RESPONSE_LIMIT } : {};
    const name = preparedName(text);
    const query: pg.QueryConfig = { name, text, values: values.map(storable), ...limit };
    try {
      return await client.query(query);
    } catch (error) {
      const thrown = statementError(error);
      broken ||= thrown !== error;
      if (isReadOnly(error)) {
        // After a fail-over: this server was the primary, and is a standby now.
        broken = true;
        opened.abandon(client, error);
      }
      throw thrown;
    } finally {
      // Also after the commit, which others see before this process does.
      hasChanged ||= changesSettled(text);
      if (hasChanged) onChange();
    }
  };
  return {
    query: ((query: string | pg.Submittable, values: readonly unknown[] = []) =>
      typeof query === 'string' ? run(query, values) : client.query(query)) as never,
    release: (destroy) => client.release(broken || destroy === true),
  };
}

/** PostgreSQL's `text` cannot hold NUL. It becomes U+FFFD, like lone surrogates. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\u{FFFD}') : value;
}

/** Ids, times, counts and sums become numbers, as on SQLite: all are below 2^53. */
const NUMBERS = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
type TypeId = (typeof NUMBERS)[number];
const types: pg.CustomTypesConfig = {
  getTypeParser: (type: TypeId, format?: string): unknown =>
    NUMBERS.includes(type) ? Number : pg.types.getTypeParser(type, format as 'text'),
};
