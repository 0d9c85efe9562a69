/**
 * Measures whether memory, CPU, tables or files grow without limit under attack: `npx node bench/bounds.ts [minutes]
 * [postgres]`. The server runs in a process of its own with its default limits. In each round, every attack runs for
 * some seconds; then memory, CPU, the rows of each table and the sizes of the files are recorded. At the end the second
 * half of the rounds is compared with the first. Linux only, since it reads `/proc`.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { countRows, openSession, tablesOf } from '../test/support/database.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { attacksOn } from './attacks.ts';
import { startAttackServer } from './attack-server.ts';
import { cpuOf, memoryOf } from './measure/usage.ts';

/** The resources of a server, by name. */
type Footprint = Record<string, number>;

const minutes = Number(process.argv[2] ?? 10);
/** Milliseconds of each attack in a round. */
const SLICE = 5_000;
/** The second half may be larger than the first by this factor. */
const TOLERANCE = 1.1;

const postgres = process.argv[3] === 'postgres' ? await startPostgres() : undefined;
const target = await startAttackServer(postgres?.url);
const { pid } = target.server;
const { database, dataDir } = target.installation;
const attacks = await attacksOn(target);
const rounds: Footprint[] = [];
const statuses = new Map<string, Map<number, number>>();

const end = performance.now() + minutes * 60_000;
do {
  const start = { at: performance.now(), cpu: cpuOf(pid).all };
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 200);
  for (const [name, attack] of Object.entries(attacks)) {
    const all = statuses.get(name) ?? new Map<number, number>();
    for (const [status, count] of await attack(SLICE)) {
      all.set(status, (all.get(status) ?? 0) + count);
    }
    statuses.set(name, all);
  }
  clearInterval(watch);
  const seconds = (performance.now() - start.at) / 1_000;
  const round = {
    'peak memory, MB': Math.round(most),
    'memory after, MB': Math.round(memoryOf(pid)),
    'CPU, % of one': Math.round(((cpuOf(pid).all - start.cpu) / seconds) * 100),
    ...(await keptIn(database, dataDir)),
  };
  rounds.push(round);
  console.log(`round ${rounds.length}: ${JSON.stringify(round)}`);
} while (performance.now() < end);

await target.close();
await postgres?.close();

console.log('\nanswers');
for (const [name, counts] of statuses) {
  const shares = [...counts].sort(([a], [b]) => a - b).map(([status, n]) => `${n} of ${status}`);
  console.log(`  ${name.padEnd(45)} ${shares.join(', ')}`);
}
console.log(`\n${'highest in'.padEnd(30)} ${'1st half'.padStart(10)} ${'2nd half'.padStart(10)}`);
const half = Math.ceil(rounds.length / 2);
for (const name of new Set(rounds.flatMap((round) => Object.keys(round)))) {
  const [first, second] = [rounds.slice(0, half), rounds.slice(half)].map((some) =>
    Math.max(0, ...some.map((round) => round[name] ?? 0)),
  );
  if (first === undefined || second === undefined || first + second === 0) continue;
  const each = (second - first) / Math.max(rounds.length - half, 1);
  const verdict = second <= first * TOLERANCE ? 'bounded' : `grows, ${each.toFixed(1)} a round`;
  const cells = [first, second].map((value) => String(value).padStart(10));
  console.log(`${name.padEnd(30)} ${cells.join(' ')}  ${verdict}`);
}

/** The rows of each table, and the size of each file of the data folder in KB. */
async function keptIn(database: string, dataDir: string): Promise<Footprint> {
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
