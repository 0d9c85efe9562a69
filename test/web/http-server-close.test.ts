import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpServer, type HttpServer } from '../../src/web/http-server.ts';

const PATIENCE = 10_000;
const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const CLIENTS = 20;

let http: HttpServer;
let port: number;
beforeEach(async () => {
  http = createHttpServer({ keepAlive: 75_000 });
  http.server.on('request', (_, response) => response.end('answered'));
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  ({ port } = http.server.address() as AddressInfo);
});

/** What a client gets that asks over a connection of its own. */
async function ask(): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.on('error', (error) => (answer += String(error)));
  socket.write(REQUEST);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

/** In a thread: makes connections, and asks over each, while the event loop of the server stands still. */
const CLIENTS_IN_A_THREAD = `
  const { connect } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const { port, clients, request, done } = workerData;
  let [sent, closed] = [0, 0];
  const answers = [];
  for (let client = 0; client < clients; client += 1) {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text) => (answer += text));
    socket.on('error', (error) => (answer += String(error)));
    socket.write(request, () => {
      sent += 1;
      if (sent < clients) return;
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    });
    socket.once('close', () => {
      answers.push(answer);
      if (answers.length === clients) parentPort.postMessage(answers);
    });
  }`;

describe('close', () => {
  it('responds to a new connection and closes it', async () => {
    const closed = once(http.server, 'connection').then(() => http.close(PATIENCE));
    const answer = await ask();
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('Connection: close');
    await closed;
    expect(await ask()).toContain('ECONNREFUSED');
  });

  it('responds to all requests that arrived while it was busy', async () => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const thread = new Worker(CLIENTS_IN_A_THREAD, {
      eval: true,
      workerData: { port, clients: CLIENTS, request: REQUEST, done },
    });
    const answered = once(thread, 'message') as Promise<[string[]]>;
    Atomics.wait(done, 0, 0);
    await http.close(PATIENCE);
    const [answers] = await answered;
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual(
      Array.from({ length: CLIENTS }, () => 'HTTP/1.1 200'),
    );
  });

  it('does not wait for connections without a request', async () => {
    const kept = connect(port, '127.0.0.1');
    kept.write(REQUEST);
    await once(kept, 'data');
    const spare = connect(port, '127.0.0.1');
    await once(http.server, 'connection');
    const ended = Promise.all([once(kept, 'close'), once(spare, 'close')]);
    // Both go on reading: they see the end at once, not when they are cut.
    kept.resume();
    spare.resume();
    await http.close(60_000);
    await ended;
  });
});
