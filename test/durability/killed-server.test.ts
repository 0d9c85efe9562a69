import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { slowness } from '../support/slowness.ts';
import { createInstallation, type Installation, loadWith } from '../support/installation.ts';

const ROUNDS = 30;
/** Servers that share the database; while one is killed and starts again, the other goes on. */
const SERVERS = 2;

describe('a server that is killed under load', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation();
  });
  afterAll(() => installation.close());

  it(`loses nothing that it acknowledged, ${ROUNDS} times, and is soon ready again`, async () => {
    const licenseKey = await installation.newLicense(null);
    const starts: number[] = [];
    const acknowledged: string[] = [];
    const lane = async () => {
      let url = 'http://127.0.0.1:9';
      const load = loadWith(installation, licenseKey, () => url, 4);
      try {
        for (let round = 0; round < ROUNDS / SERVERS; round += 1) {
          const begin = performance.now();
          const server = await installation.startServer();
          starts.push(performance.now() - begin);
          url = server.url;
          await load.acknowledges(5);
          // Somewhere in the middle of what it does, each time elsewhere.
          await setTimeout(round * 5);
          await server.stop('SIGKILL');
        }
      } finally {
        await load.stop();
      }
      acknowledged.push(...load.acknowledged);
    };
    await Promise.all(Array.from({ length: SERVERS }, lane));

    const { counted, devices } = await installation.stored(licenseKey);
    expect(acknowledged.filter((id) => !devices.has(id))).toEqual([]);
    expect(counted).toBe(devices.size);
    // The best: the others competed, for the machine and with each other.
    expect(Math.min(...starts)).toBeLessThan(2_000 * slowness());
  }, 300_000);
});
