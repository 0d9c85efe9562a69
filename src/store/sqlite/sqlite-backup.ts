import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

// Compiled, it ends in .js: as this file does.
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const vacuumInto = new URL(`./vacuum-into${ending}`, import.meta.url);

/**
 * Copies a database as it is at this moment, while others go on to read and write it.
 * @param target an empty file
 * @param tell is told now and then how many bytes there are, and how many there will be
 */
export async function copyDatabase(
  file: string,
  target: string,
  tell: (done: number, total: number) => void,
): Promise<void> {
  const { size: total } = await stat(file);
  const worker = new Worker(vacuumInto, { workerData: { file, target } });
  const watch = setInterval(() => {
    stat(target).then(
      ({ size }) => tell(size, total),
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
 * What makes a file useless as a database of Latchkey's.
 * @returns nothing where it can be used
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
 * Does something to a database file that nobody else has open, and keeps others out meanwhile. Its log is empty
 * then: the file is all there is.
 * @returns false, with nothing done, where somebody has it open
 */
export function whileAlone(file: string, work: () => void): boolean {
  const database = new DatabaseSync(file, { timeout: 1_000 });
  try {
    // Whoever has a database in this mode open holds a lock that leaving the mode waits for.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const code = Number((error as { errcode?: unknown }).errcode) & 0xff;
    if (code === SQLITE_BUSY) return false;
    // Nobody can have it open: it is no database any more.
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
