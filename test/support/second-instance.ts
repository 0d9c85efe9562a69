import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.ts';
import type { TestServer } from './start-server.ts';

/** Another instance on the database of a server, with nothing else in common: as if the first had restarted, or were one of two. */
export async function startSecondInstance(first: TestServer): Promise<TestServer> {
  const handle = (await createApp(first.deps)).callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...first,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
