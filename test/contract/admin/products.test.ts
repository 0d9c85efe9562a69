import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Product = components['schemas']['AdminProduct'];
type Products = components['schemas']['AdminProductList'];

/** `/admin/v1/products` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = (over: object = {}) =>
    world.client.call<Product>('createProduct', {
      body: { code: unique('p'), name: 'Desktop', authorization_method: 'user', ...over },
    });

  describe('products', () => {
    it('are created enabled, with a Location', async () => {
      const { body, headers } = await create({ metadata: { tier: 1 } });
      expect(body).toMatchObject({
        enabled: true,
        archived: false,
        prevent_vm: false,
        refuse_vm: false,
        clients_set_overages: false,
        floating_timeout: 120,
        allow_trial: false,
        trial_days: 30,
      });
      expect(headers).toMatchObject({ etag: '"1"', location: `/admin/v1/products/${body.id}` });
      const found = await world.client.call<Product>('getProduct', { path: { id: body.id } });
      expect(found.body).toEqual(body);
    });

    it('have a unique code', async () => {
      const { body } = await create();
      const { code, message } = await world.client.refused('createProduct', {
        body: { code: body.code, name: 'Other', authorization_method: 'user' },
      });
      expect({ code, message }).toEqual({
        code: 'already_exists',
        message: `body.code: there is a product with the code ${body.code} already.`,
      });
    });

    it('refuse a code that needs escaping, with its name', async () => {
      for (const code of ['', 'a b', 'ä', '-a', 'a/b', 'x'.repeat(129)]) {
        const body = { code, name: 'Desktop', authorization_method: 'user' };
        const refused = await world.client.refused('createProduct', { body });
        expect(refused.code).toBe('validation_error');
        expect(refused.message).toContain('body.code');
      }
    });

    it('report missing fields', async () => {
      const refused = await world.client.refused('createProduct', { body: {} });
      expect(refused).toMatchObject({
        code: 'missing_parameters',
        message: 'Some parameters are missing in the request: code, name, authorization_method',
      });
    });

    it('change only in the named fields', async () => {
      const { body } = await create({ metadata: { tier: 1 } });
      const path = { id: body.id };
      const { body: after, headers } = await world.client.call<Product>('updateProduct', {
        path,
        body: { archived: true },
      });
      expect(after).toEqual({ ...body, archived: true, updated_at: after.updated_at });
      expect(headers['etag']).toBe('"2"');
      const empty = await world.client.refused('updateProduct', { path, body: {} });
      expect(empty.code).toBe('validation_error');
    });

    it('are changed once by two changes of the same revision', async () => {
      const { body } = await create();
      const results = await Promise.all(
        ['one', 'two'].map((name) =>
          world.client.call('updateProduct', {
            path: { id: body.id },
            body: { name },
            ifMatch: '"1"',
          }),
        ),
      );
      expect(results.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('are deleted unless they have licenses', async () => {
      const { body } = await create();
      const path = { id: body.id };
      const { id: licensed } = await world.make.product();
      await world.make.license({ product_id: licensed });
      const refused = await world.client.refused('deleteProduct', { path: { id: licensed } });
      expect(refused.code).toBe('in_use');
      expect((await world.client.call('deleteProduct', { path })).status).toBe(204);
      expect((await world.client.refused('getProduct', { path })).code).toBe('not_found');
    });

    it('are listed with filters', async () => {
      const { body } = await create({ authorization_method: 'license-key', enabled: false });
      const list = async (query: Record<string, string | boolean>) =>
        (await world.client.call<Products>('listProducts', { query })).body.items;
      expect(await list({ code: body.code })).toEqual([body]);
      for (const [name, value] of [
        ['authorization_method', 'license-key'],
        ['enabled', false],
        ['archived', true],
      ] as const) {
        const items = await list({ [name]: value });
        expect(items.every((item) => item[name] === value)).toBe(true);
        expect(items.some(({ id }) => id === body.id)).toBe(name !== 'archived');
      }
    });
  });
});
