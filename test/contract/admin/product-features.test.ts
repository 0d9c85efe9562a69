import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, newLicenseFeature } from './world.ts';

type Feature = components['schemas']['AdminProductFeature'];

describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = async (body: Record<string, unknown>) =>
    (await world.client.call<Feature>('createProductFeature', { body })).body;

  describe('product features', () => {
    it('are created with their defaults, changed, listed and deleted', async () => {
      const { id: product_id } = await world.make.product();
      const made = await create({ product_id, code: 'ocr', name: 'Text' });
      expect(made).toMatchObject({
        product_id,
        code: 'ocr',
        feature_type: 'activation',
        metadata: {},
      });
      const path = { id: made.id };
      const changes = { name: 'Text recognition', metadata: { icon: 'eye' } };
      const { body: changed } = await world.client.call('updateProductFeature', {
        path,
        body: changes,
      });
      expect(changed).toMatchObject({ ...made, ...changes, updated_at: expect.anything() });
      const other = await create({
        product_id,
        code: 'pages',
        name: 'Pages',
        feature_type: 'consumption',
      });
      const list = async (query: Record<string, string>) =>
        (await world.client.call<{ items: Feature[] }>('listProductFeatures', { query })).body
          .items;
      const ofProduct = { product_id: String(product_id) };
      expect((await list(ofProduct)).map(({ code }) => code).sort()).toEqual(['ocr', 'pages']);
      expect(await list({ ...ofProduct, code: 'pages' })).toEqual([other]);
      expect(await list({ ...ofProduct, feature_type: 'activation' })).toEqual([changed]);
      expect((await world.client.call('deleteProductFeature', { path })).status).toBe(204);
      expect(await list(ofProduct)).toEqual([other]);
    });

    it('have a code that is unique in their product, also when requests arrive together', async () => {
      const [one, another] = [await world.make.product(), await world.make.product()];
      const body = { code: 'ocr', name: 'Text' };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          world.client.call('createProductFeature', { body: { ...body, product_id: one.id } }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        201,
        ...Array<number>(9).fill(409),
      ]);
      expect((await create({ ...body, product_id: another.id })).code).toBe('ocr');
    });

    it.each([
      [
        'an unknown product',
        { product_id: 1 },
        'body.product_id: there is no product with the id 1',
      ],
      ['a code with a slash', { code: 'a/b' }, 'body.code'],
      ['an unknown type', { feature_type: 'floating' }, 'body.feature_type'],
      ['no name', { name: '' }, 'body.name'],
      ['a field that is not theirs', { enabled: true }, 'body'],
    ])('are refused with %s', async (_, fields, message) => {
      const { id: product_id } = await world.make.product();
      const body = { product_id, code: 'ocr', name: 'Text', ...fields };
      const refusal = await world.client.refused('createProductFeature', { body });
      expect(refusal).toMatchObject({
        code: 'validation_error',
        message: expect.stringContaining(message),
      });
      const page = await world.server.store.productFeatures.list({ product_id }, { limit: 1 });
      expect(page.total).toBe(0);
    });

    it('cannot get another code, type or product', async () => {
      const { id: product_id } = await world.make.product();
      const path = { id: (await create({ product_id, code: 'ocr', name: 'Text' })).id };
      for (const body of [{ code: 'new' }, { feature_type: 'consumption' }, { product_id }]) {
        const { code } = await world.client.refused('updateProductFeature', { path, body });
        expect(code).toBe('validation_error');
      }
    });

    it('are not deleted while licenses have them, and keep their product', async () => {
      const { id, featureId, productId } = await newLicenseFeature(world);
      const path = { id: featureId };
      const { code, message } = await world.client.refused('deleteProductFeature', { path });
      expect(code).toBe('in_use');
      expect(message).toContain('Licenses have the feature');
      await world.client.call('removeLicenseFeature', { path: { id, feature_id: featureId } });
      await world.client.call('deleteLicense', { path: { id } });
      const product = { path: { id: productId } };
      expect((await world.client.refused('deleteProduct', product)).code).toBe('in_use');
      expect((await world.client.call('deleteProductFeature', { path })).status).toBe(204);
      expect((await world.client.call('deleteProduct', product)).status).toBe(204);
    });

    it('are named by their code in the audit log', async () => {
      const product = await world.make.product();
      const { id } = await create({ product_id: product.id, code: 'audited', name: 'Text' });
      const { body } = await world.client.call<{ items: Record<string, unknown>[] }>(
        'listAuditEntries',
        {
          query: { subject_kind: 'product_feature', subject_id: String(id) },
        },
      );
      expect(body.items).toMatchObject([
        { action: 'createProductFeature', subject_name: 'audited', product: product.code },
      ]);
    });
  });
});
