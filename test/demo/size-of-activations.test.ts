import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../support/client.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** What embedded clients have for a response. */
const BUFFER = 2_500;

describe('the response to an activation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ demo: true });
  });
  afterAll(() => server.close());

  it('fits into the buffer of an embedded client, with an installation file too', async () => {
    const { api_key, shared_key, license_keys, kinds } = server.demo;
    const client = createClient(server, { api_key, shared_key });
    for (const license of [
      { product: 'demo-key', license_key: license_keys[0] ?? '' },
      { ...kinds['versions'] },
    ]) {
      const body = { ...license, hardware_id: randomUUID() };
      const answer = await client.call('activateLicense', { body });
      expect(answer.status).toBe(200);
      expect(Buffer.byteLength(JSON.stringify(answer.body))).toBeLessThan(BUFFER);
    }
  });
});
