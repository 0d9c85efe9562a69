import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, Load } from '../support/load.ts';
import { readMetrics } from '../support/metrics.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

let dataDir: string;
let server: ServerProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-http-'));
  server = await startServerProcess(dataDir);
}, 60_000);
afterAll(async () => {
  await server.stop('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const HEADERS = 'Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';

/** What slow clients send at once; those that drip go on with a byte each half second. */
const SLOW = {
  'sends nothing': { bytes: '', drips: false },
  'drips its headers': { bytes: 'GET / HTTP/1.1\r\nX-Slow: ', drips: true },
  'stops amid its headers': { bytes: `GET / HTTP/1.1\r\n${HEADERS}`, drips: false },
  'drips its body': {
    bytes: `POST /api/v4/activate_license HTTP/1.1\r\n${HEADERS}Content-Length: 60000\r\n\r\n`,
    drips: true,
  },
  'drips a form': {
    bytes: `POST /oidc/token HTTP/1.1\r\n${HEADERS}Content-Length: 50000\r\n\r\n`,
    drips: true,
  },
  'stops amid its body': {
    bytes: `POST /oidc/token HTTP/1.1\r\n${HEADERS}Content-Length: 50000\r\n\r\na=b`,
    drips: false,
  },
  'drips a chunk': {
    bytes: `POST /api/v4/activate_license HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\nffff\r\n`,
    drips: true,
  },
};

/** Ends once a client is rid of its connection. It does not hang up of itself, and goes on after an answer. */
async function untilClosed({ bytes, drips }: { bytes: string; drips: boolean }): Promise<void> {
  const port = Number(new URL(server.url).port);
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  socket.resume();
  // Who drips notices that nobody listens any more; the others are told.
  const drip = drips ? setInterval(() => socket.write('a'), 500) : undefined;
  if (!drips) socket.on('end', () => socket.destroy());
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
}

describe('slow clients', () => {
  it('are disconnected, 500 at once, while an honest one gets its response', async () => {
    const honest = new Load(2, (agent) =>
      request(`${server.url}/api/v4/product_details`, { agent }).end(),
    );
    const kinds = Object.entries(SLOW);
    let answeredBefore = 0;
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const [, client] = kinds[index % kinds.length] ?? ['', SLOW['sends nothing']];
        await untilClosed(client);
        answeredBefore ||= honest.answers.length;
      }),
    );
    await honest.stop();

    // While all of them were there.
    expect(answeredBefore).toBeGreaterThan(10);
    expect(honest.answers.length).toBeGreaterThan(answeredBefore);
    expect(new Set(honest.answers.map(({ status }) => status))).toEqual(new Set([400]));
  }, 60_000);
});

describe('pipelined requests', () => {
  /** How many of them are answered. */
  async function answered(count: number): Promise<number> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    let answers = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answers += text));
    const request = 'GET /health/live HTTP/1.1\r\nHost: x\r\n';
    socket.write(`${request}\r\n`.repeat(count - 1) + `${request}Connection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    return answers.match(/HTTP\/1\.1 200/g)?.length ?? 0;
  }

  async function served(): Promise<number> {
    const mine = /^latchkey_requests_total\{operation="(getLiveness|none)"/;
    const counts = [...(await readMetrics(server))].filter(([name]) => mine.test(name));
    return counts.reduce((sum, [, count]) => sum + count, 0);
  }

  it('get responses when they are few', async () => {
    expect(await answered(16)).toBe(16);
  });

  it('are disconnected when they are many', async () => {
    const before = await served();
    expect(await answered(17)).toBe(0);
    expect(await answered(1_000)).toBe(0);
    // Those that come after are not worked on.
    expect((await served()) - before).toBeLessThanOrEqual(2 * 16);
  });
});

describe('large requests', () => {
  /** The status of a request that says, or does not say, how much is to come. */
  async function send(path: string, size: number, headers: string): Promise<string> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    const body = headers.includes('chunked')
      ? `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n0\r\n\r\n`
      : 'a'.repeat(size);
    socket.write(`POST ${path} HTTP/1.1\r\n${HEADERS}${headers}\r\n\r\n${body}`);
    while (!answer.includes('\r\n\r\n')) await once(socket, 'data');
    socket.destroy();
    return answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3);
  }

  it.each([
    ['/api/v4/activate_license', 70_000, '413'],
    ['/oidc/token', 70_000, '400'],
  ])('are refused at %s in every form', async (path, size, status) => {
    expect(await send(path, size, `Content-Length: ${size}`)).toBe(status);
    expect(await send(path, size, 'Transfer-Encoding: chunked')).toBe(status);
    expect(await get(`${server.url}/health/live`)).toMatchObject({ status: 200 });
  });

  it.each([
    ['/api/v4/activate_license', 413],
    ['/offline', 413],
    ['/admin/v1/uploads?filename=setup.exe', 401],
  ])('get their response at %s, though the server reads no more', async (path, status) => {
    const body = Buffer.alloc(11_000_000, 'a');
    for (let round = 0; round < 20; round += 1) {
      // Each on a connection of its own, which is to be closed after the response.
      const sending = request(server.url + path, { method: 'POST', agent: false });
      sending.end(body);
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      // It need not send the rest once it has the response.
      sending.on('error', () => undefined);
      response.resume();
      await once(response, 'end');
      expect(response.statusCode).toBe(status);
    }
  });

  it('are refused when their headers are too large', async () => {
    expect(await send('/oidc/token', 0, `X-Large: ${'a'.repeat(20_000)}`)).toBe('400');
  });
});
