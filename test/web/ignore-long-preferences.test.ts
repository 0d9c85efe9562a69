import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function typeFor(accept: string): Promise<unknown> {
  const headers = [['Accept', accept]] as const;
  return (await http(`${server.url}/nothing`, { headers })).headers['content-type'];
}

describe('a request with headers of content negotiation', () => {
  it('gets the preferred representation', async () => {
    expect(await typeFor('text/html,application/xhtml+xml,*/*;q=0.8')).toMatch(/^text\/html/);
    expect(await typeFor(`text/html${',a/b'.repeat(200)}`)).toMatch(/^text\/html/);
  });

  it('gets the default representation when a header has more than 1,000 characters', async () => {
    expect(await typeFor(`text/html${',a/b'.repeat(260)}`)).toMatch(/^application\/json/);
  });
});
