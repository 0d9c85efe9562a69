import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttpServer, type HttpServer } from '../../src/web/http-server.ts';

/** More than the buffers of a connection take, on both sides. */
const LARGE = Buffer.alloc(64 * 1_024 * 1_024, 'a');

let open: HttpServer | undefined;
afterEach(() => open?.close(0));

/** A server that answers everything with that, and its port. */
async function serve(options: { maxResponseTime: number }): Promise<number> {
  open = createHttpServer({ keepAlive: 60_000, ...options });
  open.server.on('request', (_request, response) => response.end(LARGE));
  open.server.listen(0, '127.0.0.1');
  await once(open.server, 'listening');
  return (open.server.address() as AddressInfo).port;
}

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

describe('a response', () => {
  it('that is not read is aborted after the time limit', async () => {
    const port = await serve({ maxResponseTime: 200 });
    const connected = once(open?.server ?? process, 'connection');
    const client = connect(port, '127.0.0.1').pause();
    client.on('error', () => undefined);
    const [socket] = (await connected) as [typeof client];
    client.write(GET);
    // The server's side ends: the client learns of it only when it reads.
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
    client.destroy();
  });

  it('that is read slowly is aborted too', async () => {
    const port = await serve({ maxResponseTime: 500 });
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    let received = 0;
    client.on('data', (data: Buffer) => {
      received += data.length;
      client.pause();
      setTimeout(() => client.resume(), 20);
    });
    client.write(GET);
    await once(client, 'close');
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(LARGE.length);
  });

  it('that was read does not end the connection later', async () => {
    const port = await serve({ maxResponseTime: 5_000 });
    const client = connect(port, '127.0.0.1');
    let received = 0;
    client.write(GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    for await (const data of client) received += (data as Buffer).length;
    expect(received).toBeGreaterThan(LARGE.length);
  });
});
