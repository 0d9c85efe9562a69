import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { alreadyExists, change, unknownId } from '../change.ts';
import { created } from '../created.ts';
import { present } from '../present.ts';

export const createProductFeature: AdminOperation<'createProductFeature'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    const product = await store.products.find(body.product_id);
    if (product === undefined) throw unknownId('product_id', 'product', body.product_id);
    const [other] = await store.productFeatures.findByCodes(product.id, [body.code]);
    if (other !== undefined) {
      throw alreadyExists(
        `body.code: the product ${product.code} has a feature with the code ${body.code} already.`,
      );
    }
    const stored = await store.productFeatures.create({ ...body, id: newId() }, now);
    return {
      response: created(
        '/admin/v1/product-features',
        stored,
        present('AdminProductFeature', { ...stored, product_code: product.code }),
      ),
      subject: { kind: 'product_feature', id: stored.id },
      about: { product: product.code },
    };
  });
