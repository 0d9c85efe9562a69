import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { databaseOf } from '../config/config.ts';
import { createSealing, type Sealing } from '../security/sealing.ts';
import type { DatabaseFacts } from '../store/database-facts.ts';
import { MigrationError, type MigrationStatus } from '../store/migrations/migrate.ts';
import { type MigrationFailure, unknownMigrations } from '../store/migrations/failure.ts';
import { SecretKeyError } from '../store/tables/secret-key-check.ts';
import { openForInspection, type InspectedStore } from '../store/store.ts';
import { compareClocks } from './clocks.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'database';
/** Connections of PostgreSQL that only its superuser gets. */
const RESERVED = 3;

/** Whether no server was ever started with these settings. A database server is asked. */
export function hasNoDatabase(config: Config): boolean {
  return config.databaseUrl === null && !existsSync(databaseOf(config));
}

/**
 * @param sealing undefined where there is no secret key
 * @returns the database, to be closed; undefined where it cannot be read, or is not for this release and this key
 */
export async function* openDatabase(
  config: Config,
  sealing: Sealing | undefined,
): AsyncGenerator<Finding, InspectedStore | undefined> {
  if (hasNoDatabase(config)) {
    yield warning(CHECK, `There is no ${databaseOf(config)} yet.`, 'The first start makes it.');
    return undefined;
  }
  let store: InspectedStore | undefined;
  try {
    store = openForInspection(databaseOf(config), { sealing: sealing ?? createSealing(() => []) });
    yield* judgeDatabase(await store.facts(), config);
    const status = await store.migrationStatus();
    const obstacle = status.pending.length > 0 ? await store.migrationObstacle() : undefined;
    yield* judgeMigrations(status, obstacle);
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

export function* judgeDatabase(
  facts: DatabaseFacts,
  config: Pick<Config, 'databasePool'>,
): Generator<Finding> {
  if (facts.kind === 'sqlite') {
    yield facts.damage === undefined
      ? ok(CHECK, `SQLite ${facts.version}; its file is whole.`)
      : fault(CHECK, `Its file is damaged: ${facts.damage}.`, 'Restore the newest backup.');
    return;
  }
  const { version, encoding, isStandby, isReadOnly, fsync, maxConnections, now } = facts;
  yield ok(CHECK, `PostgreSQL ${version} answers.`);
  if (encoding !== 'UTF8') {
    const cure = 'Make one with `createdb --encoding=UTF8`: this one cannot hold every name.';
    yield fault(CHECK, `The encoding of the database is ${encoding}.`, cure);
  }
  if (isStandby) {
    const cure = 'Let LATCHKEY_DATABASE_URL lead to the primary.';
    yield fault(CHECK, 'The server is a standby, which takes no writes.', cure);
  }
  if (isReadOnly && !isStandby) {
    const cure =
      'Set default_transaction_read_only to off, or let LATCHKEY_DATABASE_URL lead to the primary.';
    yield fault(CHECK, 'The server takes no writes: default_transaction_read_only is on.', cure);
  }
  if (!facts.keepsSessions) {
    yield fault(
      CHECK,
      'A pooler gives every transaction another session of PostgreSQL: limits of statements and locks, and the wait for the disk, do not hold.',
      'Let it give each client a session (in PgBouncer, pool_mode = session), or lead LATCHKEY_DATABASE_URL past it.',
    );
  }
  if (facts.lostLimits.length > 0) {
    const lost = facts.lostLimits.map(({ name, is, asked }) => `${name} is ${is}, not ${asked}`);
    yield fault(
      CHECK,
      `Sessions do not keep the limits that are set for them: ${lost.join('; ')}.`,
      'Let the pooler keep what a client sets (in PgBouncer, pool_mode = session), or lead LATCHKEY_DATABASE_URL past it.',
    );
  }
  if (!fsync) {
    const cure = 'Set fsync to on in postgresql.conf: a crash may destroy the whole database.';
    yield fault(CHECK, 'fsync is off: activations that were acknowledged can be lost.', cure);
  }
  if (config.databasePool > maxConnections - RESERVED) {
    yield warning(
      CHECK,
      `LATCHKEY_DATABASE_POOL is ${config.databasePool}, and the server takes ${maxConnections} connections in all.`,
      'The pools of all instances together must stay below that.',
    );
  }
  yield compareClocks('the database', now, new Date());
}

function* judgeMigrations(
  { pending, unknown }: MigrationStatus,
  obstacle: MigrationFailure | undefined,
): Generator<Finding> {
  const check = 'migrations';
  if (unknown.length > 0) {
    const { why, cure } = unknownMigrations(unknown);
    yield fault(check, why, cure);
  }
  if (pending.length > 0) {
    const cure = '`latchkey migrate` runs them, and so does the next start.';
    yield warning(check, `Still to be run: ${pending.join(', ')}.`, cure);
  }
  if (obstacle !== undefined) yield fault(check, obstacle.why, obstacle.cure);
  if (pending.length + unknown.length === 0) yield ok(check, 'The tables are up to date.');
}

function unreadable({ message }: Error, { databaseUrl }: Config): Finding {
  return databaseUrl === null
    ? fault(CHECK, `It cannot be read: ${message}.`, 'Restore the newest backup.')
    : fault(
        CHECK,
        `${message}.`,
        'psql "$LATCHKEY_DATABASE_URL" must work from here: look at the server, its pg_hba.conf, the password and the name of the database.',
      );
}
