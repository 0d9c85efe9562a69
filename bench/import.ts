/**
 * Measures the speed and memory of `latchkey import`: `npx node bench/import.ts [licenses]`. It runs the real process
 * with a new SQLite database in a temporary folder.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { sealingOf } from '../src/keys/secret-key-file.ts';
import { openStore } from '../src/store/store.ts';
import { build } from '../test/support/build.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const CUSTOMERS = 1_000;

const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
try {
  const sealing = sealingOf({ dataDir: folder, secretKeys: undefined });
  const store = await openStore(join(folder, 'latchkey.db'), { sealing });
  await build(store).product({ code: 'bench', authorization_method: 'license-key' });
  await store.close();
  await measure('customers', CUSTOMERS, 'reference,email,company_name', (index) =>
    [`C-${index}`, `it@customer-${index}.test`, `Customer ${index}`].join(),
  );
  const columns =
    'product,license_key,order_store_id,customer_reference,license_type,valid_until,max_activations';
  await measure('licenses', count, columns, (index) =>
    [
      ...['bench', randomUUID(), `order-${index}`, `C-${index % CUSTOMERS}`],
      ...['subscription', '2030-01-31T00:00:00.000Z', 1 + (index % 10)],
    ].join(),
  );
} finally {
  await rm(folder, { recursive: true });
}

async function measure(kind: string, rows: number, header: string, row: (index: number) => string) {
  const file = join(folder, `${kind}.csv`);
  const output = createWriteStream(file);
  output.write(`${header}\n`);
  for (let index = 0; index < rows; index += 1) {
    if (!output.write(`${row(index)}\n`)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');

  const start = performance.now();
  const child = spawn(process.execPath, ['bin/latchkey.js', 'import', kind, file], {
    env: { PATH: process.env['PATH'] ?? '', LATCHKEY_DATA_DIR: folder, LATCHKEY_DEMO: 'off' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // The peak memory in kilobytes, according to the kernel. It is read repeatedly, since it is gone with the process.
  let peak = 0;
  let cpu = 0;
  const watch = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
    peak = Math.max(peak, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0));
    const times = readFileSync(`/proc/${child.pid ?? 0}/stat`, 'utf8').split(' ');
    cpu = (Number(times[13]) + Number(times[14])) / 100;
  }, 50);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1_000;
  const megabytes = ((await stat(file)).size / 1_048_576).toFixed(0);
  console.log(
    `${rows} ${kind} (${megabytes} MiB) in ${seconds.toFixed(1)} s: ` +
      `${(rows / seconds).toFixed(0)} rows/s, ${cpu.toFixed(1)} s of CPU, at most ${(peak / 1_024).toFixed(0)} MiB, exit ${code ?? 'by signal'}`,
  );
}
