import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { databaseOf } from '../config/config.ts';
import { createSealing, type Sealing } from '../security/sealing.ts';
import type { DatabaseFacts } from '../store/database-facts.ts';
import { MigrationError, type MigrationStatus } from '../store/migrate/migrate.ts';
import { type MigrationFailure, unknownMigrations } from '../store/migrate/failure.ts';
import { SecretKeyError } from '../store/tables/secret-key-check.ts';
import { openForInspection, type InspectedStore } from '../store/store.ts';
import { compareClocks } from './clocks.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'database';
/** The connections that PostgreSQL reserves for superusers. */
const RESERVED = 3;

/** @returns true when the SQLite file does not exist yet; always false for PostgreSQL */
export function hasNoDatabase(config: Config): boolean {
  return config.databaseUrl === null && !existsSync(databaseOf(config));
}

/**
 * Opens and checks the database.
 * @param sealing undefined when there is no secret key
 * @returns the database, which the caller must close; undefined when it cannot be read, or does not match this release
 *   or this secret key
 */
export async function* openDatabase(
  config: Config,
  sealing: Sealing | undefined,
): AsyncGenerator<Finding, InspectedStore | undefined> {
  if (hasNoDatabase(config)) {
    yield warning(
      CHECK,
      `${databaseOf(config)} does not exist yet.`,
      'The first start creates it.',
    );
    return undefined;
  }
  let store: InspectedStore | undefined;
  try {
    store = openForInspection(databaseOf(config), { sealing: sealing ?? createSealing(() => []) });
    yield* checkFacts(await store.facts(), config);
    const status = await store.migrationStatus();
    const obstacle = status.pending.length > 0 ? await store.migrationObstacle() : undefined;
    yield* checkMigrations(status, obstacle);
    if (status.pending.length + status.unknown.length === 0 && sealing !== undefined) {
      await store.assertSecretKey();
      return store;
    }
  } catch (error) {
    if (error instanceof SecretKeyError) {
      const [what = '', ...advice] = error.message.split('\n');
      yield fault('secret key', what, advice.join(' '));
    } else if (error instanceof MigrationError) {
      yield fault('migrations', error.why, error.cure);
    } else yield unreadable(error as Error, config);
  }
  await store?.close();
  return undefined;
}

export function* checkFacts(
  facts: DatabaseFacts,
  config: Pick<Config, 'databasePool'>,
): Generator<Finding> {
  if (facts.kind === 'sqlite') {
    yield facts.damage === undefined
      ? ok(CHECK, `SQLite ${facts.version}; its file is intact.`)
      : fault(
          CHECK,
          `The database file is damaged: ${facts.damage}.`,
          'Restore the newest backup.',
        );
    return;
  }
  const { version, encoding, isStandby, isReadOnly, fsync, maxConnections, now } = facts;
  yield ok(CHECK, `PostgreSQL ${version} responds.`);
  if (encoding !== 'UTF8') {
    const cure =
      'Create a database with `createdb --encoding=UTF8`: this one cannot store every name.';
    yield fault(CHECK, `The encoding of the database is ${encoding}.`, cure);
  }
  if (isStandby) {
    const cure = 'Set LATCHKEY_DATABASE_URL to the primary.';
    yield fault(CHECK, 'The server is a standby, which is read-only.', cure);
  }
  if (isReadOnly && !isStandby) {
    const cure =
      'Set default_transaction_read_only to off, or set LATCHKEY_DATABASE_URL to the primary.';
    yield fault(CHECK, 'The server is read-only: default_transaction_read_only is on.', cure);
  }
  if (!facts.keepsSessions) {
    yield fault(
      CHECK,
      'A connection pooler gives each transaction another session of PostgreSQL. The limits for statements and locks, and synchronous_commit, have no effect.',
      'Use session pooling (in PgBouncer, pool_mode = session), or set LATCHKEY_DATABASE_URL to the database itself.',
    );
  }
  if (facts.lostLimits.length > 0) {
    const lost = facts.lostLimits.map(({ name, is, asked }) => `${name} is ${is}, not ${asked}`);
    yield fault(
      CHECK,
      `Sessions lose the limits that are set for them: ${lost.join('; ')}.`,
      'Use session pooling (in PgBouncer, pool_mode = session), or set LATCHKEY_DATABASE_URL to the database itself.',
    );
  }
  if (!fsync) {
    const cure = 'Set fsync to on in postgresql.conf: a crash may destroy the whole database.';
    yield fault(CHECK, 'fsync is off: activations that were acknowledged can be lost.', cure);
  }
  if (config.databasePool > maxConnections - RESERVED) {
    yield warning(
      CHECK,
      `LATCHKEY_DATABASE_POOL is ${config.databasePool}, and the server allows ${maxConnections} connections in total.`,
      'The pools of all instances together must be smaller.',
    );
  }
  yield compareClocks('the database', now, new Date());
}

function* checkMigrations(
  { pending, unknown }: MigrationStatus,
  obstacle: MigrationFailure | undefined,
): Generator<Finding> {
  const check = 'migrations';
  if (unknown.length > 0) {
    const { why, cure } = unknownMigrations(unknown);
    yield fault(check, why, cure);
  }
  if (pending.length > 0) {
    const cure = '`latchkey migrate` applies them, and so does the next start.';
    yield warning(check, `Not applied yet: ${pending.join(', ')}.`, cure);
  }
  if (obstacle !== undefined) yield fault(check, obstacle.why, obstacle.cure);
  if (pending.length + unknown.length === 0) yield ok(check, 'The tables are up to date.');
}

function unreadable({ message }: Error, { databaseUrl }: Config): Finding {
  return databaseUrl === null
    ? fault(CHECK, `The database cannot be read: ${message}.`, 'Restore the newest backup.')
    : fault(
        CHECK,
        `${message}.`,
        'psql "$LATCHKEY_DATABASE_URL" must work on this machine: check the server, its pg_hba.conf, the password and the name of the database.',
      );
}
