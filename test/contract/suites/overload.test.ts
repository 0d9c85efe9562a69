import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, signedHeaders } from '../../support/client.ts';
import { applicationOperations } from '../../support/contract.ts';
import { http } from '../../support/http.ts';
import { sendRaw } from '../../support/raw-request.ts';
import { createWorld, goodCall, newKeyLicense, whileLocked, type World } from '../world.ts';

/** As many as the server takes in work at once. */
const MOST = 100;
const admitted = applicationOperations.filter(({ path }) => path.startsWith('/api/'));

/** What a server answers that has as much in work as it takes. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ busyTimeout: 20_000 });
  });
  afterAll(() => world.server.close());

  /** Does something while activations that wait for the database are all that the server takes in work. */
  async function whileFull(work: () => Promise<void>): Promise<number[]> {
    const { fields } = await newKeyLicense(world, { max_activations: null });
    let waiting: Promise<{ status: number }>[] = [];
    await whileLocked(world.server, async () => {
      waiting = Array.from({ length: MOST }, async (_, index) => {
        const body = { ...fields, hardware_id: `device-${index}` };
        for (;;) {
          const reply = await world.client.call('activateLicense', { body });
          // The question below may have had its place.
          if (reply.status !== 503) return reply;
        }
      });
      while ((await world.client.call('getMetadata')).status !== 503);
      await work();
    });
    return (await Promise.all(waiting)).map(({ status }) => status);
  }

  /** How many the server says that it refused. */
  async function readOverloads(): Promise<number> {
    const { text } = await http(`${world.server.url}/metrics`);
    return Number(/^latchkey_excess_total (\d+)$/m.exec(text)?.[1]);
  }

  describe('concurrent requests above the limit', () => {
    it('are refused at once, and all requests in progress are completed', async () => {
      const statuses = await whileFull(async () => {
        const before = await readOverloads();
        for (const { operationId } of admitted) {
          const { status, body, headers } = await world.client.call(operationId);
          expect({ operationId, status, body }).toEqual({
            operationId,
            status: 503,
            body: {
              status: 503,
              code: 'service_unavailable',
              message: 'The server is busy. Try again.',
            },
          });
          expect(headers['retry-after']).toBe('1');
        }
        const { status, text } = await http(`${world.server.url}/admin/v1/products`);
        expect({ status, code: (JSON.parse(text) as { code: string }).code }).toEqual({
          status: 503,
          code: 'service_unavailable',
        });
        // And those that were to fill it and came too late.
        expect((await readOverloads()) - before).toBeGreaterThanOrEqual(admitted.length + 1);
        for (const path of ['/health/live', '/metrics', '/docs/']) {
          expect((await http(world.server.url + path)).status).not.toBe(503);
        }
      });
      expect(statuses).toEqual(Array.from({ length: MOST }, () => 200));
      for (const { operationId } of admitted) {
        const call = await goodCall(world, operationId);
        expect((await world.client.call(operationId, call)).status).toBe(200);
      }
    });

    it('do not include those whose bodies do not arrive', async () => {
      const slow: Socket[] = [];
      const head = signedHeaders(world.apiKey, world.server.clock.now().toUTCString());
      const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      for (let count = 0; count < MOST + 20; count += 1) {
        const first = 'POST /api/v4/activate_license HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n';
        slow.push(send(`${first}${lines}\r\n{`));
      }
      const client = createClient(world.server, world.apiKey);
      expect((await client.call('getMetadata')).status).toBe(200);
      for (const socket of slow) socket.destroy();
    });

    it('do not include those whose responses wait for their turn on a connection', async () => {
      const activations = await activationRequests('turn', 10);
      // Until times are calm.
      await setTimeout(1_100);
      const done = 'GET /api/v4/.well-known HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(12);
      const answered = await whileLocked(world.server, async () => {
        const sockets = activations.map((activation) => send(activation + done));
        await setTimeout(500);
        expect((await world.client.call('getMetadata')).status).toBe(200);
        return sockets.map((socket) => once(socket, 'data').then(() => socket.destroy()));
      });
      await Promise.all(answered);
    });

    it('are refused while requests of closed connections are in progress', async () => {
      const activations = await activationRequests('gone', MOST);
      await whileLocked(world.server, async () => {
        const sockets = activations.map(send);
        while ((await world.client.call('getMetadata')).status !== 503) await setTimeout(10);
        for (const socket of sockets) socket.destroy();
        await setTimeout(300);
        expect((await world.client.call('getMetadata')).status).toBe(503);
      });
      while ((await world.client.call('getMetadata')).status === 503) await setTimeout(1_100);
    });

    it('are refused also when the work waits for nothing', async () => {
      const requests = await activationRequests('at once', MOST + 50, { license_key: 'UNKNOWN' });
      const sockets = requests.map(() => send(''));
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      // Until times are calm, and the server has all of them.
      await setTimeout(1_100);
      const answers = sockets.map((socket, index) => {
        socket.write(requests[index] ?? '');
        return once(socket, 'data') as Promise<[Buffer]>;
      });
      const statuses = (await Promise.all(answers)).map(([data]) => data.toString().slice(9, 12));
      expect(statuses.filter((status) => status === '503').length).toBeGreaterThan(0);
      expect(statuses.filter((status) => status === '400').length).toBeGreaterThanOrEqual(MOST);
      for (const socket of sockets) socket.destroy();
    });

    async function activationRequests(
      device: string,
      count: number,
      over: Record<string, string> = {},
    ): Promise<string[]> {
      const { fields } = await newKeyLicense(world, { max_activations: null });
      const head = signedHeaders(world.apiKey, world.server.clock.now().toUTCString());
      const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      return Array.from({ length: count }, (_, index) => {
        const body = JSON.stringify({ ...fields, hardware_id: `${device}-${index}`, ...over });
        const first = `POST /api/v4/activate_license HTTP/1.1\r\nHost: x\r\n${lines}`;
        return `${first}Content-Length: ${body.length}\r\n\r\n${body}`;
      });
    }

    function send(request: string): Socket {
      return sendRaw(world.server, request);
    }

    it('are accepted after others hang up before their response', async () => {
      const { hostname, port } = new URL(world.server.url);
      for (let count = 0; count < MOST + 20; count += 1) {
        const socket = connect(Number(port), hostname);
        socket.end('GET /api/v4/.well-known HTTP/1.1\r\nHost: x\r\n\r\n');
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.destroy();
      }
      expect((await world.client.call('getMetadata')).status).toBe(200);
    });
  });
});
