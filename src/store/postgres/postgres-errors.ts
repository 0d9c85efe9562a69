import pg from 'pg';

/** There is no connection to the server. No statement was sent. */
export class NoConnection extends Error {
  constructor(cause: unknown) {
    super(`PostgreSQL cannot be reached: ${messageOf(cause)}`, { cause });
    this.name = 'NoConnection';
  }
}

/** The connection broke. An open transaction is rolled back; a commit that was under way may have succeeded. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(`the connection to PostgreSQL was lost: ${messageOf(cause)}`, { cause });
    this.name = 'ConnectionLost';
  }
}

/** SQLSTATEs of a session that has ended: the server stops, or an administrator or a time limit ended the session. */
const ENDS_SESSION = ['57P01', '57P02', '57P03', '57P05', '25P03'];

/**
 * SQLSTATEs, or their first letters, of a server that cannot serve at the moment: connection exceptions, refused
 * credentials, resources (disk, memory, connections), operator intervention (shutdown, statement timeout), failing disk;
 * lock timeout, read-only server, and transaction rollbacks.
 */
const UNAVAILABLE = ['08', '28', '53', '57', '58', '55P03', '25006', '25P03', '40'];

/** Turns an error of a statement into ConnectionLost when it is one of the connection: then it has no SQLSTATE. */
export function statementError(error: unknown): unknown {
  if (error instanceof TypeError) return error;
  const code = sqlState(error);
  return code === undefined || ENDS_SESSION.includes(code) ? new ConnectionLost(error) : error;
}

/** True when connecting again may succeed: the server is starting, full, or unreachable. */
export function mayAcceptLater(error: unknown): boolean {
  const code = sqlState(error);
  return code === undefined || code === '53300' || ENDS_SESSION.includes(code);
}

/** True when a transaction was rolled back because of another (serialization failure, deadlock). It can be run again. */
export function isRolledBack(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** True when a statement was refused because the server is read-only. */
export function isReadOnly(error: unknown): boolean {
  return sqlState(error) === '25006';
}

/** True when the server cannot serve at the moment. Other errors are bugs. */
export function isPostgresUnavailable(error: unknown): boolean {
  if (error instanceof NoConnection || error instanceof ConnectionLost) return true;
  const code = sqlState(error);
  return code !== undefined && UNAVAILABLE.some((prefix) => code.startsWith(prefix));
}

/** The SQLSTATE of an error (PostgreSQL manual, appendix A); undefined for errors of the connection. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** When several addresses were tried, the error has a code and no message. */
function messageOf(error: unknown): string {
  const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: string };
  return message === '' ? code : message;
}
