import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signedHeaders } from '../support/client.ts';
import { createDatabase, dialect, type TestDatabase } from '../support/database.ts';
import { get, Load } from '../support/load.ts';
import { testSecretKey } from '../support/sealing.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

let dataDir: string;
let own: TestDatabase | undefined;
let server: ServerProcess;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-shutdown-'));
  own = dialect() === 'postgres' ? await createDatabase() : undefined;
  server = await startServerProcess(
    dataDir,
    own && { LATCHKEY_DATABASE_URL: own.database, LATCHKEY_SECRET_KEY: testSecretKey },
  );
});
afterEach(async () => {
  await server.stop('SIGKILL');
  await own?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Clients that activate, again and again. */
async function startLoad(): Promise<Load> {
  const {
    api_key: apiKey,
    shared_key: sharedKey,
    products,
    license_keys,
  } = await server.readDemo();
  const product = products.find((one) => one.authorization_method === 'license-key')?.code;
  const body = JSON.stringify({ product, license_key: license_keys[0], hardware_id: 'one' });
  return new Load(4, (agent) => {
    const outgoing = request(`${server.url}/api/v4/activate_license`, { method: 'POST', agent });
    for (const [name, value] of signedHeaders(
      { api_key: apiKey, shared_key: sharedKey },
      new Date().toUTCString(),
    )) {
      outgoing.setHeader(name, value);
    }
    outgoing.setHeader('Content-Type', 'application/json');
    return outgoing.end(body);
  });
}

/** A client that sends this, and nothing more, and never hangs up. */
async function startStuckClient(bytes: string): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), 'localhost');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

describe('SIGTERM', () => {
  it('under load fails readiness first, aborts no request and ends gracefully', async () => {
    const load = await startLoad();
    const stuck = await startStuckClient('POST /api/v4/activate_license HTTP/1.1\r\nHost: x\r\n');
    while (load.answers.length < 100) await pause(20);

    const finished = server.stop();
    // As a load balancer does: it looks, and sends nothing more once readiness fails.
    let ready = await get(`${server.url}/health/ready`);
    while (ready.status === 200) {
      await pause(20);
      ready = await get(`${server.url}/health/ready`);
    }
    // Clients that keep connections learn from an answer that this one ends.
    while (!load.answers.some(({ connection }) => connection === 'close')) await pause(5);
    // What is under way is answered, also where a busy machine takes long for it.
    await load.stop();
    const { code } = await finished;

    expect(ready.status).toBe(503);
    const statuses = new Set(load.answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200]));
    // With 1 it would not have ended by itself.
    expect(code).toBe(0);
    stuck.destroy();
  });

  it('ends the process whatever clients do', async () => {
    const POST = 'POST /oidc/token HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n';
    const drip = await startStuckClient(
      `${POST}Content-Type: application/x-www-form-urlencoded\r\n\r\n`,
    );
    const dripping = setInterval(() => drip.write('a'), 100);
    const silent = await startStuckClient('');
    const { code } = await server.stop();
    clearInterval(dripping);
    // With 1 it would have hung on them to the limit.
    expect(code).toBe(0);
    drip.destroy();
    silent.destroy();
  });
});

describe('SIGINT', () => {
  it('ends the process immediately without requests', async () => {
    const finished = server.stop('SIGINT');
    const ready = `${server.url}/health/ready`;
    let told = 0;
    for (let answer = await get(ready); typeof answer.status === 'number';) {
      if (answer.status === 503) told += 1;
      answer = await get(ready);
    }
    // Those few that were under way. Nobody balances load; in the two seconds for that it would be hundreds.
    expect(told).toBeLessThan(20);
    expect((await finished).code).toBe(0);
  });
});
