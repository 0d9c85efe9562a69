import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient, type Credentials } from '../../support/client.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Key = components['schemas']['AdminApiKey'];
type NewKey = components['schemas']['CreatedApiKey'];
type Keys = components['schemas']['AdminApiKeyList'];

/** `/admin/v1/api-keys` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = async (over: object = {}) => {
    const body = { name: unique('key'), ...over };
    const { body: made } = await world.client.call<NewKey>('createApiKey', { body });
    const credentials = { api_key: made.api_key, shared_key: made.shared_key };
    return { made, credentials, path: { id: made.id } };
  };
  const update = (path: { id: number }, body: object) =>
    world.client.call<Key>('updateApiKey', { path, body });
  /** What the License API says to a request that is signed with the key. */
  const use = async (credentials: Credentials, product: string) => {
    const client = createClient(world.server, credentials);
    const { status, body } = await client.call('getProductDetails', { query: { product } });
    return status === 200 ? 'ok' : body['code'];
  };

  describe('API keys', () => {
    it('are created for all products and sign requests at once', async () => {
      const { made, credentials, path } = await create();
      expect(made).toMatchObject({ read_only: false, product_ids: null, revoked_at: null });
      expect(made.shared_key).toMatch(/^[\w-]{40}$/);
      expect(await use(credentials, (await world.make.product()).code)).toBe('ok');
      const { body: shown } = await world.client.call('getApiKey', { path });
      expect({ ...shown, shared_key: made.shared_key }).toEqual(made);
      expect(shown).not.toHaveProperty('shared_key');
    });

    it('are valid for the products that they are limited to', async () => {
      const [one, other] = [await world.make.product(), await world.make.product()];
      const { credentials, path } = await create({ product_ids: [one.id] });
      expect(await use(credentials, one.code)).toBe('ok');
      expect(await use(credentials, other.code)).toBe('api_key_product_not_allowed');
      await update(path, { product_ids: [other.id] });
      expect(await use(credentials, one.code)).toBe('api_key_product_not_allowed');
      const { body } = await update(path, { name: 'Renamed' });
      expect(body.product_ids).toEqual([other.id]);
      await update(path, { product_ids: null });
      expect(await use(credentials, one.code)).toBe('ok');
    });

    it('get an error that names an unknown product', async () => {
      const { id } = await world.make.product();
      const { path } = await create();
      const body = { name: 'Key', product_ids: [id, 1_000_000_000_000_001] };
      for (const refused of [
        await world.client.refused('createApiKey', { body }),
        await world.client.refused('updateApiKey', { path, body }),
      ]) {
        expect(refused).toMatchObject({
          code: 'validation_error',
          message: 'body.product_ids.1: there is no product with the id 1000000000000001',
        });
      }
    });

    it.each([[[]], [[1, 1]], ['all'], [''], [false], [['1']]])(
      'refuse %j as products, which must not mean all of them',
      async (product_ids) => {
        const body = { name: 'Key', product_ids };
        const { code, message } = await world.client.refused('createApiKey', { body });
        expect(code).toBe('validation_error');
        expect(message).toMatch(/^body\.product_ids/);
      },
    );

    it('are refused from the next request on after they are revoked, for good', async () => {
      const { code } = await world.make.product();
      const { credentials, path } = await create();
      expect(await use(credentials, code)).toBe('ok');
      const { body } = await world.client.call<Key>('revokeApiKey', { path });
      expect(body.revoked_at).toBe(body.updated_at);
      expect(await use(credentials, code)).toBe('revoked_api_key');
      const again = await world.client.call<Key>('revokeApiKey', { path });
      expect(again.body).toEqual(body);
      const renamed = await update(path, { name: 'Of no use' });
      expect(renamed.body.revoked_at).toBe(body.revoked_at);
      expect(await use(credentials, code)).toBe('revoked_api_key');
    });

    it('cannot change anything when they are read-only', async () => {
      const { credentials, path } = await create({ read_only: true });
      const client = createClient(world.server, credentials);
      const { code: product } = await world.make.product({ authorization_method: 'license-key' });
      const body = { product, license_key: 'ANY', hardware_id: 'any' };
      expect((await client.refused('activateLicense', { body })).code).toBe('read_only_api_key');
      await update(path, { read_only: false });
      expect((await client.refused('activateLicense', { body })).code).toBe('license_not_found');
    });

    it('report missing fields', async () => {
      const refused = await world.client.refused('createApiKey', { body: {} });
      expect(refused.code).toBe('missing_parameters');
      const empty = await world.client.refused('updateApiKey', {
        path: { id: (await create()).made.id },
        body: {},
      });
      expect(empty.code).toBe('validation_error');
    });

    it('are listed by name, with filters by state and product', async () => {
      const product = await world.make.product();
      const all = (await create()).made;
      const limited = (await create({ product_ids: [product.id] })).made;
      const elsewhere = (await create({ product_ids: [(await world.make.product()).id] })).made;
      await world.client.call('revokeApiKey', { path: { id: elsewhere.id } });
      const list = async (query: Record<string, string | number | boolean>) =>
        (await world.client.call<Keys>('listApiKeys', { query: { ...query, limit: 200 } })).body;
      expect((await list({ name: limited.name })).items.map(({ id }) => id)).toEqual([limited.id]);
      const good = (await list({ product_id: product.id })).items.map(({ id }) => id);
      expect(good).toEqual(expect.arrayContaining([all.id, limited.id]));
      expect(good).not.toContain(elsewhere.id);
      const revoked = (await list({ revoked: true })).items;
      expect(revoked.every((one) => one.revoked_at !== null)).toBe(true);
      expect(revoked.map(({ id }) => id)).toContain(elsewhere.id);
      expect((await list({ revoked: false })).items.map(({ id }) => id)).toContain(all.id);
    });

    it('show their shared key once, and again only to a repeated request of the same token', async () => {
      const idempotencyKey = unique('once');
      const call = { body: { name: unique('key') }, idempotencyKey };
      const { body: made, headers } = await world.client.call<NewKey>('createApiKey', call);
      const { body: again } = await world.client.call<NewKey>('createApiKey', call);
      expect(again.shared_key).toBe(made.shared_key);
      const path = { id: made.id };
      const answers = [
        await world.client.call('getApiKey', { path }),
        await world.client.call('updateApiKey', { path, body: { name: 'Another' } }),
        await world.client.call('listApiKeys', { query: { limit: 200 } }),
        await world.client.call('revokeApiKey', { path }),
        await world.client.call('listAuditEntries', { query: { limit: 200 } }),
      ];
      expect(JSON.stringify([answers, headers, world.server.logs])).not.toContain(made.shared_key);
    });
  });
});
