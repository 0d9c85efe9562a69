import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { http, type HttpResponse } from './http.ts';

type Change = (response: HttpResponse, path: string) => Partial<HttpResponse>;

/** A proxy that stands in front of a server, and does to its answers what proxies do that are badly set up. */
export interface AlteringProxy {
  readonly url: string;
  /** What it leads to; may be set later. */
  target: string;
  /** What of an answer is changed. Nothing, until a test sets it. */
  change: Change;
  close(): Promise<void>;
}

/** @param tls the key and the certificate, in PEM, to speak https */
export async function startAlteringProxy(tls?: {
  key: string;
  cert: string;
}): Promise<AlteringProxy> {
  const pass = async ({ url = '/', method = 'GET' }: IncomingMessage, outgoing: ServerResponse) => {
    const answer = await http(proxy.target + url, { method });
    const { status, headers, bytes } = { ...answer, ...proxy.change(answer, url) };
    const kept = Object.entries(headers).filter(([, value]) => value !== undefined);
    const changed = { ...Object.fromEntries(kept), 'content-length': bytes.length };
    outgoing.writeHead(status, changed).end(bytes);
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    pass(incoming, outgoing).catch(() => outgoing.writeHead(502).end());
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy: AlteringProxy = {
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    target: '',
    change: () => ({}),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
