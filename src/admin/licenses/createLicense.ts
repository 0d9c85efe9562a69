import { randomUUID } from 'node:crypto';
import {
  assertHoldersFit,
  assertRoomForUsers,
  assertTermsFit,
} from '../../rules/issued-license.ts';
import { withPolicy } from '../../rules/license-policy.ts';
import { newLicenseKey, normalizeLicenseKey } from '../../rules/license-key.ts';
import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { assertFreeKey, change, unknownId } from '../change.ts';
import { created } from '../created.ts';
import { answerLicense } from './answer-license.ts';
import { assertCustomer } from './assert-customer.ts';
import { namedFeatures } from './named-features.ts';
import { namedUsers } from './named-users.ts';
import { namedPolicy } from './named-policy.ts';
import { readTerms } from './read-terms.ts';

/** Issues a license: with a license key, or to license users, depending on the product. */
export const createLicense: AdminOperation<'createLicense'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { origin, named } = request;
    const product = await store.products.find(request.body.product_id);
    if (product === undefined) throw unknownId('product_id', 'product', request.body.product_id);
    const policy = await namedPolicy(store, product, request.body.license_policy);
    const body = withPolicy(request.body, named, policy?.terms ?? {});
    await assertCustomer(store, body.customer_id);
    assertHoldersFit(body, product);
    const byKey = product.authorization_method === 'license-key';
    const { order_store_id = randomUUID() } = body;
    const terms = { ...readTerms(body, deps.config.timeZone), order_store_id };
    assertTermsFit(terms, product.authorization_method);
    const given =
      body.license_key === undefined ? undefined : normalizeLicenseKey(body.license_key);
    if (given !== undefined) await assertFreeKey(store, given);
    const users = await namedUsers(store, body, { origin, now });
    assertRoomForUsers(terms, users.length);
    const { timeZone } = deps.config;
    const features = await namedFeatures(store, body.features ?? [], product, timeZone);

    const id = newId();
    const licenseKey = byKey ? (given ?? newLicenseKey()) : null;
    await store.licenses.create({ ...terms, id, license_key: licenseKey }, now);
    for (const feature of features) {
      await store.licenseFeatures.add({ ...feature, id: newId(), license_id: id });
    }
    const subject = { kind: 'license', id } as const;
    for (const user of users) {
      await store.assignments.assign(id, user.id, user.max_activations);
      const about = { email: user.email, licenseUserId: user.id, product: product.code };
      const event = { action: 'assignLicenseUser', outcome: 'done', subject, about } as const;
      await store.audit.record(origin, event, now);
    }
    const { body: issued } = await answerLicense(store, id, now);
    return {
      response: created('/admin/v1/licenses', { id, revision: 1 }, issued),
      subject,
      about: { product: product.code, licenseKey: licenseKey ?? undefined },
      detail: {
        order_store_id: terms.order_store_id,
        ...(policy && { license_policy: policy.code }),
        users: users.map((user) => user.id),
        features: features.map(({ code }) => code),
      },
    };
  });
