import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startServer, type TestServer } from '../../support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);

describe('a rate limit counter', () => {
  it('grows until it expires, and then begins at zero', async () => {
    const { rateLimits } = server.store;
    const key = randomUUID();
    expect(await rateLimits.add(key, 2, at(60), at(0))).toEqual({ points: 2, expiresAt: at(60) });
    expect(await rateLimits.add(key, 3, at(90), at(30))).toEqual({ points: 5, expiresAt: at(60) });
    expect(await rateLimits.find(key, at(59))).toEqual({ points: 5, expiresAt: at(60) });
    expect(await rateLimits.find(key, at(60))).toBeUndefined();
    expect(await rateLimits.add(key, 1, at(120), at(60))).toEqual({
      points: 1,
      expiresAt: at(120),
    });
  });

  it('counts all additions that are made at once', async () => {
    const { rateLimits } = server.store;
    const key = randomUUID();
    const counts = await Promise.all(
      Array.from({ length: 50 }, () => rateLimits.add(key, 1, at(60), at(0))),
    );
    const points = counts.map((count) => count.points).sort((a, b) => a - b);
    expect(points).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('is gone after it was deleted, or cleaned up', async () => {
    const { rateLimits } = server.store;
    const [deleted, old, young] = [randomUUID(), randomUUID(), randomUUID()];
    await rateLimits.add(deleted, 1, at(60), at(0));
    expect([await rateLimits.delete(deleted), await rateLimits.delete(deleted)]).toEqual([
      ...[true, false],
    ]);
    await rateLimits.add(old, 1, at(60), at(0));
    await rateLimits.add(young, 1, at(61), at(0));
    await rateLimits.deleteExpired(at(61));
    expect(await rateLimits.find(old, at(0))).toBeUndefined();
    expect(await rateLimits.find(young, at(0))).toEqual({ points: 1, expiresAt: at(61) });
  });
});
