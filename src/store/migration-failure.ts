import { ConnectionLost, NoConnection, stateOf } from './postgres/postgres-errors.ts';
import { resultCode } from './sqlite/sqlite-dialect.ts';

/** Why the tables are not those of this release, and what to do: the one text of it, for commands, start and doctor. */
export interface MigrationFailure {
  readonly why: string;
  readonly cure: string;
}

/** A newer release was here. @param unknown the migrations that this one does not know */
export function newerRelease(unknown: readonly string[]): MigrationFailure {
  return {
    why: `A newer release of Latchkey has used this database (${unknown.join(', ')}).`,
    cure: 'Start that release, or restore the backup from before it.',
  };
}

/** The role may not change the tables. @param what is forbidden, in PostgreSQL's words or like them */
export function notAllowed(what: string): MigrationFailure {
  return {
    why: `The role in LATCHKEY_DATABASE_URL may not change the tables: ${what}.`,
    cure:
      'It must own them, and may make new ones. As an administrator: ALTER SCHEMA public OWNER TO latchkey; and where ' +
      'another role has made the tables, REASSIGN OWNED BY that_role TO latchkey;',
  };
}

/** What a migration that failed failed of. The database is as it was. */
export function migrationFailure(error: unknown): MigrationFailure {
  const { message } = error as Error;
  const failed = (cure: string) => ({
    why: `The database could not be migrated; it is as it was: ${message}.`,
    cure,
  });
  if (error instanceof NoConnection || error instanceof ConnectionLost) {
    return failed('Look at the server and the network, and try again.');
  }
  const state = stateOf(error) ?? '';
  const code = resultCode(error);
  if (state === '42501') return notAllowed(message);
  if (state === '25006') {
    return failed(
      'The server takes no writes: it is a standby, or default_transaction_read_only is on. Let LATCHKEY_DATABASE_URL ' +
        'lead to the primary.',
    );
  }
  if (state === '55P03' || code === 5 || code === 6) {
    return failed(
      'Somebody else holds what it needs. Stop the servers and commands on this database, and try again; in PostgreSQL, ' +
        'pg_stat_activity shows who has a transaction open.',
    );
  }
  if (state.startsWith('53') || code === 13) {
    return failed('Make room on the disk of the database, and try again.');
  }
  if (code === 8 || code === 10 || code === 14) {
    return failed(
      'The user that Latchkey runs as must be able to write to the data folder and its files.',
    );
  }
  if (state === '42P07') {
    return failed('The database has tables of something else. Name an empty one, or drop those.');
  }
  return failed(
    'Report it with this message. The release before goes on to work with this database.',
  );
}
