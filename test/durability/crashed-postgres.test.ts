import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../support/describe-on.ts';
import { createInstallation, type Installation, loadWith } from '../support/installation.ts';
import { execute, urlOf } from '../support/postgres-databases.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

const ROUNDS = 3;

describeOnPostgres('a server whose PostgreSQL is stopped immediately under load', () => {
  let postgres: PostgresServer;
  let installation: Installation;
  beforeAll(async () => {
    postgres = await startPostgres();
    await execute(postgres.url, 'create database latchkey');
    installation = await createInstallation({ databaseUrl: urlOf(postgres.url, 'latchkey') });
  });
  afterAll(async () => {
    await installation.close();
    await postgres.close();
  });

  it('loses no acknowledged activation, and connects again', async () => {
    const server = await installation.startServer();
    const licenseKey = await installation.newLicense(null);
    const load = loadWith(installation, licenseKey, () => server.url);
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        await load.acknowledges(50);
        await postgres.crash();
        await setTimeout(500);
        await postgres.start();
        await load.acknowledges(10);
      }
    } finally {
      await load.stop();
    }
    // Refused requests got a regular error response that says when to try again.
    for (const { status, body } of load.refused) {
      expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'service_unavailable' });
    }
    const { counted, devices } = await installation.stored(licenseKey);
    expect(load.acknowledged.filter((id) => !devices.has(id))).toEqual([]);
    expect(counted).toBe(devices.size);
  }, 120_000);

  it('is not ready until PostgreSQL runs again', async () => {
    const server = await installation.startServer();
    const ready = () => installation.call(server.url, 'GET', '/health/ready');
    expect((await ready()).status).toBe(200);
    await postgres.crash();
    expect((await ready()).status).toBe(503);
    await postgres.start();
    expect((await ready()).status).toBe(200);
  }, 60_000);
});
