import { ConnectionLost, NoConnection, sqlState } from '../postgres/postgres-errors.ts';
import { resultCode } from '../sqlite/sqlite-errors.ts';

/** Why a database cannot be migrated, and what to do about it: two texts that commands, the server and doctor show. */
export interface MigrationFailure {
  readonly why: string;
  readonly cure: string;
}

/** @param unknown names of migrations that the database had and this release does not have */
export function unknownMigrations(unknown: readonly string[]): MigrationFailure {
  // Before the first release, the tables were made in several migrations. `0001-tables` has replaced them.
  if (unknown.includes('0001-first')) {
    return {
      why: 'The database was made before the first release of Latchkey.',
      cure: 'Start with a new database. To keep what it has, export it with the version that made it, and import it.',
    };
  }
  return {
    why: `A newer release of Latchkey has used this database (${unknown.join(', ')}).`,
    cure: 'Start that release, or restore the backup from before it.',
  };
}

/** The role of the connection may not change the tables. @param what PostgreSQL's message, such as `must be owner of table products` */
export function notAllowed(what: string): MigrationFailure {
  return {
    why: `The role in LATCHKEY_DATABASE_URL may not change the tables: ${what}.`,
    cure:
      'It must own them and be allowed to create tables. As an administrator: ALTER SCHEMA public OWNER TO latchkey; and if ' +
      'another role created the tables, REASSIGN OWNED BY that_role TO latchkey;',
  };
}

/** @param error what the migration failed with; nothing of it was stored */
export function migrationFailure(error: unknown): MigrationFailure {
  const { message } = error as Error;
  const failed = (cure: string) => ({
    why: `The database could not be migrated, and is unchanged: ${message}.`,
    cure,
  });
  if (error instanceof NoConnection || error instanceof ConnectionLost) {
    return failed('Look at the server and the network, and try again.');
  }
  const state = sqlState(error) ?? '';
  const code = resultCode(error);
  if (state === '42501') return notAllowed(message);
  if (state === '25006') {
    return failed(
      'The server is read-only: it is a standby, or default_transaction_read_only is on. Set LATCHKEY_DATABASE_URL to the ' +
        'primary.',
    );
  }
  if (state === '55P03' || code === 5 || code === 6) {
    return failed(
      'Another process locks the database. Stop the servers and commands that use it, and try again; in PostgreSQL, ' +
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
    return failed(
      'The database has tables of another program. Use an empty database, or drop those tables.',
    );
  }
  return failed(
    'Report this message as a bug. The previous release still works with this database.',
  );
}
