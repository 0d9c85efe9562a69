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
  it('has one line for each request with caller, operation, outcome and address', async () => {
    const { fields } = await newKeyLicense(world);
    const lines = await linesOf(() =>
      world.client.call('activateLicense', { body: { ...fields, hardware_id: 'a' } }),
    );
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: process.pid,
        hostname: expect.anything(),
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
        method: 'POST',
        operation: 'activateLicense',
        route: '/api/v4/activate_license',
        status: 200,
        ms: expect.any(Number),
        apiKeyId: world.apiKey.id,
        ip: '127.0.0.1',
        msg: 'request',
      },
    ]);
  });

  it('has the reason for a refusal, and its subject once that is known', async () => {
    const query = { product: 'unknown' };
    const [refused] = await linesOf(() => world.client.call('getProductDetails', { query }));
    expect(refused).toMatchObject({
      route: '/api/v4/product_details',
      outcome: 'unknown_product',
      message: expect.stringContaining('product'),
      apiKeyId: world.apiKey.id,
    });
    const [invalid] = await linesOf(() => world.client.call('getProductDetails', {}));
    expect(invalid).toMatchObject({
      operation: 'getProductDetails',
      status: 400,
      outcome: 'missing_parameters',
      apiKeyId: world.apiKey.id,
    });
    const [unsigned] = await linesOf(() =>
      world.client.call('getProductDetails', { query, headers: [] }),
    );
    expect(unsigned).toMatchObject({ operation: 'getProductDetails', outcome: 'missing_headers' });
    expect(unsigned).not.toHaveProperty('apiKeyId');
  });

  it('has the outcome of a sign-in and its customer account', async () => {
    const person = await newPerson(world);
    const query = { product: world.product.code, customer_account_code: world.account.code };
    const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
    const lines = await linesOf(() => signInWithPassword(world.server, body.url, person));
    expect(lines).toContainEqual(
      expect.objectContaining({
        operation: 'sign_in_submit',
        outcome: 'signed_in',
        account: world.account.code,
      }),
    );
  });

  it('contains no secret in an error message, and shortens the message', async () => {
    const token = randomUUID();
    const [refused] = await linesOf(async () => {
      const query = {
        product: world.product.code,
        customer_account_code: world.account.code,
        redirect_uri: `http://other.test/${'a'.repeat(500)}?token=${token}`,
      };
      await world.client.refused('getSsoUrl', { query });
    });
    expect(refused).toMatchObject({ outcome: 'redirect_uri_not_allowed' });
    expect(JSON.stringify(refused)).not.toContain(token);
    expect(String(refused?.['message']).length).toBeLessThanOrEqual(300);
  });

  it('contains only the route of a URL, because queries and mistyped paths may contain secrets', async () => {
    const secret = randomUUID();
    const targets = [`/?code=${secret}`, `/${secret}`, `/api/v4/${secret}`, `/sign-in/${secret}`];
    const lines = await linesOf(async () => {
      for (const target of targets) await http(world.server.url, { target });
    });
    expect(lines).toHaveLength(targets.length);
    expect(JSON.stringify(world.server.logs)).not.toContain(secret);
  });
});
