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

describe('a request that says what it would like to get', () => {
  it('gets it', async () => {
    expect(await typeFor('text/html,application/xhtml+xml,*/*;q=0.8')).toMatch(/^text\/html/);
    expect(await typeFor(`text/html${',a/b'.repeat(200)}`)).toMatch(/^text\/html/);
  });

  it('gets what anybody gets where it says so in more than 1,000 characters', async () => {
    expect(await typeFor(`text/html${',a/b'.repeat(260)}`)).toMatch(/^application\/json/);
  });
});
