/**
 * Measures Latchkey against its floor: `npm run bench`. It prints a table and writes bench/results.json. With `--quick`
 * it takes a minute, with `--only sso,check` it measures these rows; both write nothing. `--wrk` sends requests with
 * wrk, where it is installed. Linux only, since it reads `/proc`.
 */
import { parseArgs } from 'node:util';
import { isInstalled } from '../test/support/run.ts';
import { createContext } from './context.ts';
import { describeMachine } from './machine.ts';
import { withAutocannon } from './measure/load.ts';
import { withWrk } from './measure/wrk.ts';
import { type Figure, writeResults } from './results.ts';
import { figureOf, type Row, skipped } from './row.ts';
import { rows } from './rows.ts';
import { tableHead, tableLine } from './table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    wrk: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? rows.map(({ name }) => name);
const unknown = names.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) {
  console.error(`No row ${unknown.join(', ')}: there are ${rows.map(({ name }) => name).join()}`);
  process.exit(1);
}

if (values.wrk && !(await isInstalled('wrk'))) {
  console.error('wrk is not installed; without --wrk, autocannon sends the requests');
  process.exit(1);
}

const machine = await describeMachine();
const context = createContext(values.quick, values.wrk ? withWrk : withAutocannon);
process.once('SIGINT', () => void context.close().finally(() => process.exit(130)));
const { cpu, cores, memory, node, fsync, commit } = machine;
console.log(`${cores} cores of ${cpu}, ${memory} GB, Node.js ${node}, fsync ${fsync} ms`);
console.log(`commit ${commit}, ${context.plan.rounds} rounds\n${tableHead()}`);

const figures: Figure[] = [];
for (const row of rows.filter(({ name }) => names.includes(name))) {
  for (const measurement of await measured(row)) {
    const figure = figureOf(row, measurement);
    figures.push(figure);
    console.log(tableLine(figure));
  }
}
await context.close();
if (!values.quick && values.only === undefined) {
  await writeResults({
    machine,
    generator: values.wrk ? 'wrk' : 'autocannon',
    rounds: context.plan.rounds,
    figures,
  });
}

/** What a row measures. A fault in one does not stop the others. */
async function measured(row: Row) {
  try {
    return await row.measure(context);
  } catch (error) {
    process.exitCode = 1;
    return skipped(`failed: ${(error as Error).message}`);
  }
}
