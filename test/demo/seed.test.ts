import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedDemo } from '../../src/demo/seed.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe('the demo data', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const fill = () => seedDemo({ ...server.deps, config: { ...server.config, demo: true } });
  const count = async () => (await server.store.products.list({}, { limit: 10 })).total;

  it('are created once when several instances start at once', async () => {
    const [one, other] = await Promise.all([fill(), fill()]);
    expect(await count()).toBe(one?.products.length);
    // They share a data directory here: both know what is in the database.
    expect(await server.store.apiKeys.findByKey(one?.api_key ?? '')).toBeDefined();
    expect(other).toEqual(one);
  });

  it('are not changed by the next start', async () => {
    const before = await fill();
    expect(await fill()).toEqual(before);
    expect(await count()).toBe(before?.products.length);
  });
});
