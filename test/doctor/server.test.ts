import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/config.ts';
import { checkServer } from '../../src/doctor/server.ts';

/** What the check says of a server that answers like this. */
async function check(answer: (response: ServerResponse) => void): Promise<unknown> {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = { PORT: String(port), LATCHKEY_HOST: '127.0.0.1', LATCHKEY_DEMO: 'off' };
  const found = await checkServer(loadConfig({ ...settings, LATCHKEY_DATA_DIR: tmpdir() }));
  server.closeAllConnections();
  server.close();
  return found;
}

const fault = (said: string) => ({
  check: 'server',
  level: 'fault',
  message: expect.stringContaining(said) as unknown,
  cure: expect.stringMatching(/\w/) as unknown,
});

it('the check of the server waits for a slow one and finds one that does not respond', async () => {
  const unready = JSON.stringify({ status: 'unavailable', failed: 'database' });
  const slow = (response: ServerResponse) =>
    setTimeout(() => response.writeHead(503).end(unready), 5_500);
  expect(await Promise.all([check(slow), check(() => undefined)])).toEqual([
    fault('is not ready: database'),
    fault('did not respond in time'),
  ]);
}, 20_000);
