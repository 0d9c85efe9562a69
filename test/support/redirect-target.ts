import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An application that listens at a loopback redirect URI, and thanks the user who comes back to it. */
export async function startRedirectTarget() {
  const server = createServer((_, response) => response.end('Thank you'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    close: () => server.close(),
  };
}
