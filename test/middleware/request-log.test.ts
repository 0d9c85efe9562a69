import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, newKeyLicense, newPerson, type World } from '../contract/world.ts';
import { http } from '../support/http.ts';
import { signInWithPassword } from '../support/sign-in.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.server.close());

/** The lines of requests that the work leads to. */
async function linesOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = world.server.logs.length;
  await work();
  return world.server.logs.slice(before).filter(({ msg }) => msg === 'request');
}

describe('the log of requests', () => {
  it('has one line for each, with who asked for what, what came of it, and from where', async () => {
    const { fields } = await newKeyLicense(world);
    const lines = await linesOf(() =>
      world.client.call('activateLicense', { body: { ...fields, hardware_id: 'a' } }),
    );
    expect(lines).toEqual([
      {
        ...{ level: 30, time: expect.any(Number), pid: process.pid, hostname: expect.anything() },
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
        ...{ method: 'POST', operation: 'activateLicense', status: 200, ms: expect.any(Number) },
        ...{ apiKeyId: world.apiKey.id, ip: '127.0.0.1', msg: 'request' },
      },
    ]);
  });

  it('says why a request was refused, and whose it was once that is known', async () => {
    const query = { product: 'unknown' };
    const [refused] = await linesOf(() => world.client.call('getProductDetails', { query }));
    expect(refused).toMatchObject({ outcome: 'unknown_product', apiKeyId: world.apiKey.id });
    const [misfit] = await linesOf(() => world.client.call('getProductDetails', {}));
    expect(misfit).toMatchObject({
      ...{ operation: 'getProductDetails', status: 400, outcome: 'missing_parameters' },
      apiKeyId: world.apiKey.id,
    });
    const [unsigned] = await linesOf(() =>
      world.client.call('getProductDetails', { query, headers: [] }),
    );
    expect(unsigned).toMatchObject({ operation: 'getProductDetails', outcome: 'missing_headers' });
    expect(unsigned).not.toHaveProperty('apiKeyId');
  });

  it('says how a sign-in ended, and at which customer account', async () => {
    const person = await newPerson(world);
    const query = { product: world.product.code, customer_account_code: world.account.code };
    const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
    const lines = await linesOf(() => signInWithPassword(world.server, body.url, person));
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ operation: 'sign_in_submit', outcome: 'signed_in', account: world.account.code },
      }),
    );
  });

  it('has nothing of the address: secrets stand in queries, and by mistake in paths', async () => {
    const secret = randomUUID();
    const targets = [`/?code=${secret}`, `/${secret}`, `/api/v4/${secret}`, `/sign-in/${secret}`];
    const lines = await linesOf(async () => {
      for (const target of targets) await http(world.server.url, { target });
    });
    expect(lines).toHaveLength(targets.length);
    expect(JSON.stringify(world.server.logs)).not.toContain(secret);
  });
});
