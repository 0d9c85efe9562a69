/** SQLITE_CANTOPEN */
export const CANNOT_OPEN = 14;

/** SQLITE_BUSY: another process holds the lock. The statement was not run. */
export function isSqliteBusy(error: unknown): boolean {
  return resultCode(error) === 5;
}

/** Busy, locked, read-only, failing disk, full, cannot be opened: SQLite result codes 5, 6, 8, 10, 13 and 14. */
export function isSqliteUnavailable(error: unknown): boolean {
  return [5, 6, 8, 10, 13, CANNOT_OPEN].includes(resultCode(error));
}

/** The primary result code of an SQLite error; 0 for other errors. */
export function resultCode(error: unknown): number {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : 0;
}
