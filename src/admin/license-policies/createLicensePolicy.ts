import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { alreadyExists, change, unknownId } from '../change.ts';
import { created } from '../created.ts';
import { assertFitsProduct } from './assert-fits-product.ts';
import { presentPolicy } from './present-policy.ts';

export const createLicensePolicy: AdminOperation<'createLicensePolicy'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    const { product_id: productId, code } = body;
    const product = await store.products.find(productId);
    if (product === undefined) throw unknownId('product_id', 'product', productId);
    if ((await store.licensePolicies.findByCode(productId, code)) !== undefined) {
      throw alreadyExists(`body.code: the product ${product.code} has a policy ${code} already.`);
    }
    const policy = { ...body, id: newId() };
    assertFitsProduct(policy, product);
    if (policy.default_for_trials) await store.licensePolicies.endOtherDefaults(policy, now);
    const stored = await store.licensePolicies.create(policy, now);
    return {
      response: created('/admin/v1/license-policies', stored, presentPolicy(stored)),
      subject: { kind: 'license_policy', id: policy.id },
      about: { product: product.code },
    };
  });
