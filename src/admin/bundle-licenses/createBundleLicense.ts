import { randomUUID } from 'node:crypto';
import type { components } from '../../../generated/openapi.d.ts';
import { defaultsOf } from '../../contract/defaults.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { ApiError } from '../../rules/errors.ts';
import type { Bundle } from '../../rules/bundle.ts';
import { newId } from '../../rules/ids.ts';
import {
  assertHoldersFit,
  assertRoomForUsers,
  assertTermsFit,
} from '../../rules/issued-license.ts';
import { newLicenseKey, normalizeLicenseKey } from '../../rules/license-key.ts';
import { assertFreeKey, change, unknownId } from '../change.ts';
import { created } from '../created.ts';
import { assertCustomer } from '../licenses/assert-customer.ts';
import { namedUsers } from '../licenses/named-users.ts';
import { readTerms } from '../licenses/read-terms.ts';
import { answerBundleLicense } from './present-bundle-license.ts';

type Terms = components['schemas']['LicenseChanges'];

/** Issues a license of a bundle: a license for each of its products, with one key or the same users. */
export const createBundleLicense: AdminOperation<'createBundleLicense'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, origin } = request;
    const bundle = await store.bundles.find(body.bundle_id);
    if (bundle === undefined) throw unknownId('bundle_id', 'bundle', body.bundle_id);
    const method = bundle.authorization_method;
    assertHoldersFit(body, bundle);
    const given =
      body.license_key === undefined ? undefined : normalizeLicenseKey(body.license_key);
    if (given !== undefined) await assertFreeKey(store, given);
    const common: Terms & { order_store_id: string } = {
      order_store_id: randomUUID(),
      ...body.terms,
    };
    const special = termsByProduct(bundle, body.licenses);
    const users = await namedUsers(store, body, { origin, now });

    const id = newId();
    const licenseKey = method === 'user' ? null : (given ?? newLicenseKey());
    await store.bundleLicenses.create({ id, bundle_id: bundle.id, license_key: licenseKey }, now);
    for (const productId of bundle.product_ids) {
      const own = { ...common, ...special.get(productId) };
      await assertCustomer(store, own.customer_id);
      const terms = { ...defaultsOf('NewLicense'), ...readTerms(own, deps.config.timeZone) };
      assertTermsFit(terms, method);
      assertRoomForUsers(terms, users.length);
      const license = { ...terms, id: newId(), product_id: productId, license_key: null };
      await store.licenses.create({ ...license, bundle_license_id: id }, now);
      for (const user of users) {
        await store.assignments.assign(license.id, user.id, user.max_activations);
      }
    }
    const { body: issued } = await answerBundleLicense(store, id, now);
    return {
      response: created('/admin/v1/bundle-licenses', { id, revision: 1 }, issued),
      subject: { kind: 'bundle_license', id },
      about: { product: bundle.code, licenseKey: licenseKey ?? undefined },
      detail: {
        order_store_id: common.order_store_id,
        products: issued.licenses.map((license) => license.product_code),
        users: users.map((user) => user.id),
      },
    };
  });

/** The terms that differ for a product. @throws ApiError validation_error */
function termsByProduct(
  bundle: Bundle,
  licenses: readonly components['schemas']['NewMemberTerms'][],
): ReadonlyMap<number, Terms> {
  const terms = new Map<number, Terms>();
  for (const [index, one] of licenses.entries()) {
    const field = `body.licenses.${index}.product_id`;
    if (!bundle.product_ids.includes(one.product_id)) {
      throw new ApiError('validation_error', `${field}: the bundle has no such product`);
    }
    if (terms.has(one.product_id)) throw new ApiError('validation_error', `${field} is repeated`);
    terms.set(one.product_id, one.terms);
  }
  return terms;
}
