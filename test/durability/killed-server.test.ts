import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createInstallation, type Installation, loadWith } from '../support/installation.ts';
import { rounds } from '../support/long.ts';

const ROUNDS = rounds(8, 30);
/** Servers that share a database: while one is killed and starts again, the other serves. */
const SERVERS = 2;

describe('a server that is killed under load', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation();
  });
  afterAll(() => installation.close());

  it(`loses no acknowledged activation, and is ready again, ${ROUNDS} times`, async () => {
    const licenseKey = await installation.newLicense(null);
    let starts = 0;
    const acknowledged: string[] = [];
    const lane = async () => {
      let url = 'http://127.0.0.1:9';
      const load = loadWith(installation, licenseKey, () => url, 4);
      try {
        for (let round = 0; round < ROUNDS / SERVERS; round += 1) {
          const server = await installation.startServer();
          starts += 1;
          url = server.url;
          await load.acknowledges(5);
          // At another moment each time.
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
    expect(starts).toBe(ROUNDS);
  }, 300_000);
});
