import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly url: string;
  /** How many requests each port has answered. */
  readonly answered: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

/** A proxy that sends each request to the next of several servers, and past those that are not there. */
export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  const answered = new Map(ports.map((port) => [port, 0]));
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const first = turn++;
      const order = ports.map((_, index) => ports[(first + index) % ports.length] ?? 0);
      pass({ incoming, outgoing, body: Buffer.concat(chunks) }, order);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  function pass(
    exchange: { incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer },
    [port, ...others]: readonly number[],
  ): void {
    const { incoming, outgoing, body } = exchange;
    if (port === undefined) {
      outgoing.writeHead(502).end();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    onward.on('error', () => pass(exchange, others));
    onward.on('response', (response) => {
      answered.set(port, (answered.get(port) ?? 0) + 1);
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.end(body);
  }

  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    answered,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
