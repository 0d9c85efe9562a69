/**
 * Measures requests of the License API: `npx node bench/request-path.ts [requests]`. One process serves and measures
 * over loopback, with the real database, so the times are a lower limit.
 */
import { Agent, request } from 'node:http';
import { build } from '../test/support/build.ts';
import { signedHeaders } from '../test/support/client.ts';
import { startServer } from '../test/support/start-server.ts';

const count = Number(process.argv[2] ?? 2_000);
const CONCURRENCY = 16;

// The limits are on, as by default, but so high that they refuse nothing.
const server = await startServer({
  env: { LATCHKEY_RATE_LIMITS: 'api-key=100000,api-key-address=100000' },
});
const apiKey = await build(server.store).apiKey();
const product = await build(server.store).product({ code: 'bench' });
const account = await build(server.store).account({ code: 'bench' });
const user = await build(server.store).user({ email: 'user@bench.test' });
const { customerId } = account;
await build(server.store).license({
  product_id: product.id,
  customer_id: customerId,
  userId: user.id,
});
const keyProduct = await build(server.store).product({ code: 'key' });
await build(server.store).license({
  product_id: keyProduct.id,
  license_key: 'KEY',
  max_activations: null,
});

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

function send(method: string, path: string, body?: unknown): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(server.url + path, { method, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode ?? 0}`));
        resolve(performance.now() - start);
      });
    });
    for (const [name, value] of signedHeaders(apiKey, new Date().toUTCString())) {
      outgoing.setHeader(name, value);
    }
    if (body !== undefined) outgoing.setHeader('Content-Type', 'application/json');
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function measure(name: string, once: (index: number) => Promise<number>): Promise<void> {
  for (let index = 0; index < 100; index += 1) await once(-1 - index);
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    while (next < count) times.push(await once(next++));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const seconds = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(34)} ${(count / seconds).toFixed(0).padStart(6)}/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`,
  );
}

const key = { product: 'key', license_key: 'KEY' };
await send('POST', '/api/v4/activate_license', { ...key, hardware_id: 'known' });
console.log(`${count} requests of each kind, ${CONCURRENCY} at a time`);
await measure('product_details', () => send('GET', '/api/v4/product_details?product=key'));
await measure('sso_url', () =>
  send('GET', '/api/v4/sso_url?product=bench&customer_account_code=bench'),
);
await measure('check_license', () =>
  send('GET', '/api/v4/check_license?product=key&license_key=KEY&hardware_id=known'),
);
await measure('activate_license, known device', () =>
  send('POST', '/api/v4/activate_license', { ...key, hardware_id: 'known' }),
);
await measure('activate_license, new device', (index) =>
  send('POST', '/api/v4/activate_license', { ...key, hardware_id: `new-${index}` }),
);
agent.destroy();
await server.close();
