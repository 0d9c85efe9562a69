import pg from 'pg';

/** No connection could be had: nothing was done. */
export class NoConnection extends Error {
  constructor(cause: unknown) {
    super(`PostgreSQL cannot be reached: ${messageOf(cause)}`, { cause });
    this.name = 'NoConnection';
  }
}

/** The connection broke: what was under way may have been done or not, save that an open transaction is undone. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(`the connection to PostgreSQL was lost: ${messageOf(cause)}`, { cause });
    this.name = 'ConnectionLost';
  }
}

/** What ends a session: the server is stopped, or its administrator or a time limit ended it. */
const ENDS_SESSION = ['57P01', '57P02', '57P03', '57P05', '25P03'];

/**
 * What says that the server cannot serve now, by the first letters of its code: connection exceptions, refused
 * credentials, resources (disk, memory, connections), operator intervention (shut down, time limit of a statement),
 * failing disk; a lock not had in time, a server that takes no writes, and what `isUndone` names.
 */
const UNAVAILABLE = ['08', '28', '53', '57', '58', '55P03', '25006', '25P03', '40'];

/** An error of a statement as the store's callers see it: without a code of the server's, the connection is at fault. */
export function statementError(error: unknown): unknown {
  if (error instanceof TypeError) return error;
  const code = stateOf(error);
  return code === undefined || ENDS_SESSION.includes(code) ? new ConnectionLost(error) : error;
}

/** Whether a server that did not take the connection may take the next: it starts, is full, or is not there. */
export function mayAcceptLater(error: unknown): boolean {
  const code = stateOf(error);
  return code === undefined || code === '53300' || ENDS_SESSION.includes(code);
}

/** Whether a transaction was undone for another's sake (serialization failure, deadlock): it may be run again. */
export function isUndone(error: unknown): boolean {
  return ['40001', '40P01'].includes(stateOf(error) ?? '');
}

/** Whether a statement was refused because the server takes no writes: a transaction that had it is undone. */
export function isReadOnly(error: unknown): boolean {
  return stateOf(error) === '25006';
}

/** Whether the server cannot serve now, rather than that the program is wrong. */
export function isPostgresUnavailable(error: unknown): boolean {
  if (error instanceof NoConnection || error instanceof ConnectionLost) return true;
  const code = stateOf(error);
  return code !== undefined && UNAVAILABLE.some((prefix) => code.startsWith(prefix));
}

/** The server's code of an error (PostgreSQL, appendix A). */
export function stateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Where several addresses were tried, the error has a code and no message. */
function messageOf(error: unknown): string {
  const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: string };
  return message === '' ? code : message;
}
