import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declaredOperations } from '../../support/contract.ts';
import { createWorld, withWorld, type World } from '../world.ts';

/** `GET /api/v4/product_details`, `GET /api/v4/.well-known`, `GET /health/live` and `/health/ready` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  describe("a product's details", () => {
    it('describe the product', async () => {
      const metadata = { color: 'green', nested: { deep: [1, 2.5, null] } };
      const over = { name: 'Ünïcode ☃', prevent_vm: true, metadata };
      const trials = { allow_trial: true, trial_days: 15 };
      const product = await world.make.product({
        ...over,
        ...trials,
        authorization_method: 'license-key',
      });
      const { body } = await world.client.call('getProductDetails', {
        query: { product: product.code },
      });
      expect(body).toEqual({
        product_id: product.id,
        product_name: 'Ünïcode ☃',
        short_code: product.code,
        authorization_method: 'license-key',
        prevent_vm: true,
        metadata,
        floating_timeout: 120,
        max_overages: 0,
        allow_overages: false,
        ...trials,
      });
    });

    it.each([
      [{}, []],
      [{ include_latest_version: false, include_custom_fields: 'false' }, []],
      [{ include_latest_version: true }, ['latest_version']],
      [{ include_custom_fields: true, env: 'win' }, ['custom_fields']],
      [
        { include_custom_fields: true, include_latest_version: true },
        ['custom_fields', 'latest_version'],
      ],
    ])('have more fields on request: %j', async (asked, more) => {
      const query = { product: world.product.code, ...asked } as Record<string, string>;
      const { body } = await world.client.call('getProductDetails', { query });
      const names = ['custom_fields', 'latest_version'].filter((name) => name in body);
      expect(names).toEqual(more);
      expect(world.product.authorization_method).toBe(body['authorization_method']);
    });
  });

  describe("the server's metadata", () => {
    it('need no key and ignore a wrong one', async () => {
      const strange = [
        ['Authorization', 'x'],
        ['Date', 'x'],
      ] as const;
      for (const headers of [[], strange]) {
        expect((await world.client.call('getMetadata', { headers })).status).toBe(200);
      }
    });

    it('contain the server, its versions and the time', async () => {
      const { body } = await world.client.call('getMetadata');
      expect(body).toMatchObject({
        api_base_url: `${world.server.url}/api/v4`,
        environment: 'production',
        supported_api_versions: ['v4'],
        default_api_version: 'v4',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      });
      const timestamp = String(body['timestamp']);
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
      const difference = Math.abs(Date.parse(timestamp) - world.server.clock.now().getTime());
      expect(difference).toBeLessThan(10_000);
    });

    it('mark a server in demo mode', async () => {
      await withWorld({ demo: true }, async ({ client }) => {
        expect((await client.call('getMetadata')).body['environment']).toBe('demo');
      });
    });

    it('list every endpoint of the License API as the contract does', async () => {
      const { body } = await world.client.call('getMetadata');
      const expected = declaredOperations
        .filter(({ path }) => path.startsWith('/api/v4/'))
        .map(({ method, path }) => ({ method, url: path.replace(/(?<!well-known)$/, '/') }));
      expect(body['endpoints']).toEqual(expected);
    });

    it('contain only the public part of the key', async () => {
      const { body, bytes } = await world.client.call('getMetadata');
      const key = createPublicKey(String(body['pub_key']));
      expect(key.equals(createPublicKey(world.server.keys.current.response))).toBe(true);
      expect(bytes.toString()).not.toContain('PRIVATE');
    });
  });

  describe('health', () => {
    it.each(['getLiveness', 'getReadiness'])(
      'of %s responds without a key',
      async (operationId) => {
        const { body, headers } = await world.client.call(operationId, { headers: [] });
        expect(body).toEqual({ status: 'ok' });
        expect(headers).not.toHaveProperty('licensesignature');
      },
    );
  });
});
