import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

// In the package, files end in .js.
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const vacuumInto = new URL(`./vacuum-into${ending}`, import.meta.url);

/**
 * Copies a consistent state of a database while other processes read and write it.
 * @param target an empty file
 * @param onProgress is called with the number of bytes copied so far, and the total
 */
export async function copyDatabase(
  file: string,
  target: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const { size: total } = await stat(file);
  const worker = new Worker(vacuumInto, { workerData: { file, target } });
  const watch = setInterval(() => {
    stat(target).then(
      ({ size }) => onProgress(size, total),
      () => undefined,
    );
  }, 100);
  try {
    await once(worker, 'exit');
  } finally {
    clearInterval(watch);
  }
}

/**
 * Checks whether a file is an intact database of Latchkey.
 * @returns what is wrong; undefined when nothing is
 */
export function findDamage(file: string): string | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const known = database
      .prepare("select 1 from sqlite_schema where type = 'table' and name = ?")
      .get('kysely_migration');
    if (known === undefined) return 'It is not a database of Latchkey.';
    const [integrity] = database.prepare('PRAGMA integrity_check(1)').all();
    if (integrity?.['integrity_check'] !== 'ok') {
      return `It is damaged: ${String(integrity?.['integrity_check'])}.`;
    }
    const dangling = database.prepare('PRAGMA foreign_key_check').get();
    if (dangling === undefined) return undefined;
    return `It is damaged: a row of ${String(dangling['table'])} refers to one that is not there.`;
  } catch (error) {
    return `It cannot be read: ${(error as Error).message}.`;
  } finally {
    database?.close();
  }
}

/**
 * Runs `work` while no other process has the database file open. The WAL is empty meanwhile, so that the file is complete.
 * @returns false when another process has it open; then `work` is not run
 */
export function withExclusiveAccess(file: string, work: () => void): boolean {
  const database = new DatabaseSync(file, { timeout: 1_000 });
  try {
    // Leaving WAL mode needs a lock that no process gets while another has the database open.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const code = Number((error as { errcode?: unknown }).errcode) & 0xff;
    if (code === SQLITE_BUSY) return false;
    // The file is not a database any more, so no process can have it open.
    if (![SQLITE_CORRUPT, SQLITE_NOTADB].includes(code)) throw error;
    work();
    return true;
  }
  try {
    work();
    return true;
  } finally {
    database.close();
  }
}
