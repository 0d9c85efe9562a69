import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Who answered what. */
export interface ProxiedAnswer {
  readonly port: number;
  /** As in `GET /api/v4/sso_url?product=demo`. */
  readonly request: string;
}

export interface RoundRobin {
  readonly url: string;
  /** Every answer so far. */
  readonly answers: readonly ProxiedAnswer[];
  /** What happens between an answer and its way on to the client. */
  beforePassingOn: (answer: ProxiedAnswer) => unknown;
  close(): Promise<void>;
}

/**
 * A proxy that sends each request to the next of several servers, and past those that are not there.
 * @param ports looked at with each request
 */
export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  const answers: ProxiedAnswer[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const first = turn++;
    const order = ports.map((_, index) => ports[(first + index) % ports.length] ?? 0);
    buffer(incoming).then(
      (body) => pass({ incoming, outgoing, body }, order),
      () => undefined,
    );
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
    let answered = false;
    // A server may answer before it has read the body, and close the connection.
    onward.on('error', () => (answered ? undefined : pass(exchange, others)));
    onward.on('response', (response) => {
      answered = true;
      const answer = { port, request: `${method ?? ''} ${path ?? ''}` };
      passBack(answer, response, outgoing).catch(() => outgoing.destroy());
    });
    onward.end(body);
  }

  async function passBack(
    answer: ProxiedAnswer,
    response: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const body = await buffer(response);
    answers.push(answer);
    await proxy.beforePassingOn(answer);
    outgoing.writeHead(response.statusCode ?? 502, response.headers).end(body);
  }

  const { port } = server.address() as AddressInfo;
  const proxy: RoundRobin = {
    url: `http://localhost:${port}`,
    answers,
    beforePassingOn: () => undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
