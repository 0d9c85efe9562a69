/**
 * Measures a server that gets three times as many requests as it can answer: `npx node bench/overload.ts [seconds]
 * [postgres]`. The server runs in a process of its own. This process measures how many requests it answers in a second,
 * and then sends three times as many at fixed times, whether or not earlier ones were answered. A response time is
 * measured from the fixed time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { signedHeaders } from '../test/support/client.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { testSecretKey } from '../test/support/sealing.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { type Outcome, RawConnection } from './raw-connection.ts';

const seconds = Number(process.argv[2] ?? 10);
/** The number of concurrent requests when capacity is measured and nothing is refused. */
const CONCURRENCY = 16;
/** Connections that stay open, as those of a proxy: libuv accepts only one new connection in each turn of the loop. */
const CONNECTIONS = 400;

const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-overload-'));
const postgres = process.argv[3] === 'postgres' ? await startPostgres() : undefined;
const server = await startServerProcess(dataDir, {
  LATCHKEY_RATE_LIMITS: 'off',
  ...(postgres && { LATCHKEY_DATABASE_URL: postgres.url, LATCHKEY_SECRET_KEY: testSecretKey }),
});
const demo = await server.readDemo();
const port = Number(new URL(server.url).port);
const connections = Array.from({ length: CONNECTIONS }, () => new RawConnection(port));

/** Requests that applications send. */
const kinds = {
  product_details: bytesOf('GET', '/api/v4/product_details?product=demo'),
  'activate_license, unknown key': bytesOf('POST', '/api/v4/activate_license', {
    product: 'demo-key',
    license_key: 'unknown',
    hardware_id: 'bench',
  }),
  'sign-in URL, opened': bytesOf('GET', await signInTarget()),
};

for (const [name, bytes] of Object.entries(kinds)) {
  await answeredPerSecond(bytes, CONNECTIONS);
  // Wait until the server has left the overload.
  await setTimeout(1_500);
  const capacity = await answeredPerSecond(bytes, CONCURRENCY);
  const outcomes = await overload(bytes, 3 * capacity);
  const of = (wanted: (status: number) => boolean) =>
    outcomes.filter(({ status }) => wanted(status));
  console.log(`${name}: can do ${capacity.toFixed(0)}/s, was sent ${perSecond(outcomes)}/s`);
  console.log(`  answered  ${describe(of((status) => status !== 503))}`);
  console.log(`  503       ${describe(of((status) => status === 503))}`);
  console.log(`  failed    ${of((status) => [0, 500].includes(status)).length}`);
}
for (const connection of connections) connection.close();
await server.stop();
await postgres?.close();
await rm(dataDir, { recursive: true, force: true });

/** Measures how many requests are answered in a second. @param concurrency the number of concurrent requests */
async function answeredPerSecond(bytes: string, concurrency: number): Promise<number> {
  const end = performance.now() + 3_000;
  let count = 0;
  const work = async (connection: RawConnection) => {
    while (performance.now() < end) {
      if ((await connection.send(bytes)) !== 503) count += 1;
    }
  };
  await Promise.all(connections.slice(0, concurrency).map(work));
  return count / 3;
}

/** Sends requests at a rate (per second), and waits for all responses. */
async function overload(bytes: string, rate: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const free = [...connections];
  const due: number[] = [];
  const start = performance.now();
  for (let sent = 0; ;) {
    const now = performance.now();
    if (now - start > seconds * 1_000 && free.length === connections.length) return outcomes;
    while (sent < (Math.min(now - start, seconds * 1_000) / 1_000) * rate) {
      due.push(start + (sent / rate) * 1_000);
      sent += 1;
    }
    while (due.length > 0 && free.length > 0) void take(free.pop(), due.shift());
    await setTimeout(1);
  }

  async function take(connection: RawConnection | undefined, at = 0): Promise<void> {
    if (connection === undefined) return;
    const status = await connection.send(bytes);
    outcomes.push({ status, ms: performance.now() - at });
    free.unshift(connection);
  }
}

/** Requests a sign-in URL. @returns its path and query */
async function signInTarget(): Promise<string> {
  const answer = await fetch(
    `${server.url}/api/v4/sso_url?product=demo&customer_account_code=globex`,
    { headers: signed() },
  );
  const { url } = (await answer.json()) as { url: string };
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function signed(): [string, string][] {
  const credentials = { api_key: demo.api_key, shared_key: demo.shared_key };
  return signedHeaders(credentials, new Date().toUTCString());
}

function bytesOf(method: string, target: string, body?: unknown): string {
  const json = body === undefined ? '' : JSON.stringify(body);
  const headers = [
    ['Host', `localhost:${port}`],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(json.length)],
    ...signed(),
  ].map(([name = '', value = '']) => `${name}: ${value}`);
  return [`${method} ${target} HTTP/1.1`, ...headers, '', json].join('\r\n');
}

function perSecond(outcomes: readonly Outcome[]): string {
  return (outcomes.length / seconds).toFixed(0);
}

function describe(outcomes: readonly Outcome[]): string {
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0);
  return `${perSecond(outcomes).padStart(5)}/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   longest ${(times.at(-1) ?? 0).toFixed(0)} ms`;
}
