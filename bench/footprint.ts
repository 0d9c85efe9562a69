import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { countRows, openSession, tablesOf } from '../test/support/database.ts';

/** The resources of a server, by name. */
export type Footprint = Record<string, number>;

/** The number of ticks in a second in `/proc`. */
const TICKS = 100;

/** Resident memory of a process, in MB. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}

/** The CPU time of a process in seconds. */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
  return (Number(user) + Number(system)) / TICKS;
}

/** The rows of each table, and the size of each file of the data folder in KB. */
export async function keptIn(database: string, dataDir: string): Promise<Footprint> {
  const session = await openSession(database);
  const tables = await tablesOf(session, database);
  const rows = await countRows(session, tables);
  await session.close();
  const sizes: Footprint = {};
  for (const name of await readdir(dataDir)) {
    sizes[`${name}, KB`] = Math.ceil((await stat(join(dataDir, name))).size / 1_024);
  }
  const counts = Object.entries(rows).map(([table, count]) => [`${table}, rows`, Number(count)]);
  return { ...(Object.fromEntries(counts) as Footprint), ...sizes };
}
