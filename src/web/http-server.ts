import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

/** Requests of one connection that may wait for their answers at once: those after the first are there too early. */
const MOST_UNANSWERED = 16;

/** Milliseconds from a request to the end of its answer: who reads a little now and then is not served for ever. */
const LONGEST_ANSWER = 120_000;

/** Turns of the event loop without a new connection after which none waits: it accepts one a turn, and reads it in the next. */
const QUIET_TURNS = 3;
/** The most turns to wait for that: as many connections as the system lets wait at once. */
const MOST_TURNS = 511;

/** Milliseconds in which a connection that was just made may still bring its request. */
const LAST_CALL = 500;

export interface HttpServer {
  readonly server: Server;
  /** From now on, each connection ends with its next answer. */
  closeAfterAnswers(): void;
  /**
   * Takes no more connections, ends those that wait for nothing, and waits until the others have ended. What had
   * arrived before is answered, also where the event loop had no time for it yet.
   * @param patience milliseconds after which they are cut
   */
  close(patience: number): Promise<void>;
}

/**
 * An HTTP server, to be given its `request` handler. Slow clients are closed within 10 s: Node's own limits keep them
 * for minutes. What is not HTTP gets the contract's error, unsigned, as there is no request to answer.
 * @param options.keepAlive milliseconds that a connection is kept open for the next request
 * @param options.longestAnswer milliseconds after which an answer is cut that is not read
 */
export function createHttpServer({
  keepAlive,
  longestAnswer = LONGEST_ANSWER,
}: {
  keepAlive: number;
  longestAnswer?: number;
}): HttpServer {
  const server = createServer({
    // A connection must not end while a proxy that keeps it sends the next request: the proxy would answer 502.
    keepAliveTimeout: keepAlive,
    headersTimeout: 5_000,
    // Closed up to two seconds later: the check is made each second, and dripping clients notice late.
    requestTimeout: 6_000,
    connectionsCheckingInterval: 1_000,
  });
  // For those who do not read their answer: longer than any answer takes.
  server.setTimeout(30_000);
  // Node alone answers 417 to an expectation that it does not know; here such a header changes nothing.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const body = JSON.stringify({
      status: 400,
      code: 'validation_error',
      message: timedOut
        ? 'The request took too long to arrive.'
        : 'This is not a valid HTTP request.',
    });
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    // Not half-open until the client hangs up too: it might go on for ever.
    socket.destroySoon();
  });
  // Browsers open spare connections, on which nothing was asked yet: Node does not count them as idle.
  const spare = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket) => {
    accepted += 1;
    spare.add(socket);
    socket.once('close', () => spare.delete(socket));
  });
  let isLast = false;
  const unanswered = new WeakMap<Socket, number>();
  server.on('request', ({ socket }, response) => {
    spare.delete(socket);
    const waiting = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, waiting);
    const cut = setTimeout(() => socket.destroy(), longestAnswer).unref();
    response.once('close', () => {
      clearTimeout(cut);
      unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1);
    });
    // Node would take a thousand, and each holds what it is answered with until those before it are read.
    if (waiting > MOST_UNANSWERED) socket.destroy();
    if (isLast) response.shouldKeepAlive = false;
  });

  return {
    server,
    closeAfterAnswers() {
      isLast = true;
    },
    async close(patience) {
      isLast = true;
      for (let turn = 0, quiet = 0; turn < MOST_TURNS && quiet < QUIET_TURNS; turn += 1) {
        const before = accepted;
        await setImmediate();
        quiet = accepted === before ? quiet + 1 : 0;
      }
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const lastCall = setTimeout(() => {
        for (const socket of spare) socket.destroy();
      }, LAST_CALL);
      const cut = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearTimeout(lastCall);
      clearTimeout(cut);
    },
  };
}
