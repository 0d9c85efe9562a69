import { connect, type Socket } from 'node:net';
import type { TestServer } from './start-server.ts';

/** Sends the beginning of a request, or all of it, or several, and waits for no answer. */
export function sendRaw({ url }: Pick<TestServer, 'url'>, text: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.write(text);
  return socket;
}
