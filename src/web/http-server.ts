import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { limitTransfer } from './transfer-time.ts';

/** The number of pipelined requests of one connection. */
const MAX_PIPELINED = 16;

/** Milliseconds from a request to the end of its response, so that a slow reader cannot keep a connection forever. */
const MAX_RESPONSE_TIME = 120_000;

/** Milliseconds from the headers of a request to the end of its body. */
const MAX_BODY_TIME = 4_000;

/** Milliseconds for which the rest of a body is read after the last response of a connection. */
const LINGER = 3_000;

/** Turns of the event loop without a new connection after which none is waiting: each turn accepts one. */
const QUIET_TURNS = 3;
/** The maximum number of turns to wait for that: the size of the accept queue. */
const MAX_TURNS = 511;

/** Milliseconds in which a new connection may still send its request. */
const LAST_CALL = 500;

export interface HttpServer {
  readonly server: Server;
  /** From now on, each connection is closed after its next response. */
  closeAfterResponses(): void;
  /**
   * Accepts no more connections, closes idle ones, and waits for the others. Requests that have arrived get a response.
   * @param patience milliseconds after which the remaining connections are closed
   */
  close(patience: number): Promise<void>;
}

/**
 * Creates an HTTP server without a `request` handler. Slow clients are disconnected within 10 s; Node's defaults are
 * minutes. Invalid HTTP gets an error body of the contract, unsigned.
 * @param options.keepAlive milliseconds that an idle connection is kept open
 * @param options.maxResponseTime milliseconds after which a response is aborted that the client does not read
 */
export function createHttpServer({
  keepAlive,
  maxResponseTime = MAX_RESPONSE_TIME,
}: {
  keepAlive: number;
  maxResponseTime?: number;
}): HttpServer {
  const server = createServer({
    // Longer than that of the proxy in front. If this server closed a connection first, the proxy would respond with 502.
    keepAliveTimeout: keepAlive,
    // In practice up to a second more, because of the checking interval.
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    // Bodies have a limit below, as Node's would be one for all, and some are large files.
    requestTimeout: 0,
  });
  // For clients that do not read the response. It is longer than any response takes.
  server.setTimeout(30_000);
  // By default Node responds with 417 to an unknown `Expect` header; here it is ignored.
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
    // Do not wait for the client to close its side.
    socket.destroySoon();
  });
  // Browsers open connections in advance. Node does not count these as idle.
  const spare = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket) => {
    accepted += 1;
    spare.add(socket);
    socket.once('close', () => spare.delete(socket));
  });
  let isLast = false;
  const unanswered = new WeakMap<Socket, number>();
  server.on('request', (request, response) => {
    const { socket } = request;
    spare.delete(socket);
    limitBody(server, request);
    closeAfterBody(request);
    const waiting = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, waiting);
    const endLimit = limitTransfer(response, maxResponseTime, () => socket.destroy());
    response.once('close', () => {
      endLimit();
      unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1);
    });
    // Node's limit is a thousand, and each pipelined request holds its response in memory.
    if (waiting > MAX_PIPELINED) socket.destroy();
    if (isLast) response.shouldKeepAlive = false;
  });

  return {
    server,
    closeAfterResponses() {
      isLast = true;
    },
    async close(patience) {
      isLast = true;
      for (let turn = 0, quiet = 0; turn < MAX_TURNS && quiet < QUIET_TURNS; turn += 1) {
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

/** Answers a request whose body takes too long, and closes its connection. */
function limitBody(server: Server, request: IncomingMessage): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) return;
  const endLimit = limitTransfer(request, MAX_BODY_TIME, () => {
    const error = Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    if (!request.complete) server.emit('clientError', error, request.socket);
  });
  request.once('close', endLimit);
}

/**
 * Lets a client that still sends see the response. A connection that is closed before everything was read is reset, and
 * the client may lose the response (RFC 9112, section 9.6). So the rest of the body is read first, and not kept.
 */
function closeAfterBody(request: IncomingMessage): void {
  const { socket } = request;
  // Node calls it after the last response.
  const close = socket.destroySoon.bind(socket);
  socket.destroySoon = () => {
    if (request.complete || request.destroyed) return close();
    socket.end();
    request.resume();
    const patience = setTimeout(close, LINGER).unref();
    request.once('close', () => {
      clearTimeout(patience);
      close();
    });
  };
  request.once('end', () => {
    socket.destroySoon = close;
  });
}
