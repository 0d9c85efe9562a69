import type { AdminOperation } from '../../contract/operation.ts';
import { change, unknownId } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertFitsProduct } from './assert-fits-product.ts';
import { presentPolicy } from './present-policy.ts';

/** Licenses that exist keep their terms. */
export const updateLicensePolicy: AdminOperation<'updateLicensePolicy'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const found = await store.licensePolicies.find(path.id);
    const before = requireExisting(found, request, 'license policy');
    const product = await store.products.find(before.product_id);
    if (product === undefined) throw unknownId('product_id', 'product', before.product_id);
    const policy = { ...before, ...body, terms: { ...before.terms, ...body.terms } };
    assertFitsProduct(policy, product);
    if (policy.default_for_trials) await store.licensePolicies.endOtherDefaults(policy, now);
    const after = await store.licensePolicies.update(policy, now);
    if (after === undefined) throw changedMeanwhile(before, 'license policy');
    return {
      response: withEtag(after, presentPolicy(after)),
      subject: { kind: 'license_policy', id: after.id },
      about: { product: after.product_code },
      detail: { changed: [...Object.keys(body), ...Object.keys(body.terms ?? {})] },
    };
  });
