import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { companyScope, type Scope } from '../../../src/rules/credential.ts';
import { newId } from '../../../src/rules/ids.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A scope; licenses are not found by its account. */
const scope = (kind: Exclude<Scope['kind'], 'company'>, id: number): Scope => ({
  kind,
  id,
  customerAccountId: null,
});

/** A user with three licenses of a product: of two customers of one account, and of none. */
async function newLicenses() {
  const make = build(server.store);
  const { id: productId } = await make.product();
  const user = await make.user();
  const account = await make.account();
  const otherAccount = await make.account();
  const sister = await make.customer(account.id);
  const license = (customerId: number | null) =>
    make.license({ product_id: productId, userId: user.id, customer_id: customerId });
  const own = (await license(account.customerId)).id;
  const ofSister = (await license(sister)).id;
  const ofNobody = (await license(null)).id;
  const find = async (scope: Scope, licenseId?: number) => {
    const holder = { licenseUserId: user.id };
    const query = { productId, scope, holder, hardwareId: 'device', licenseId };
    const now = server.clock.now();
    const found = await server.store.seats.findCandidates(query, now);
    const locked = await server.store.transaction(({ seats }) => seats.findCandidates(query, now));
    expect(locked).toEqual(found);
    return found.map(({ license: { id } }) => id).sort();
  };
  return { account, otherAccount, own, ofSister, ofNobody, find };
}

describe('the licenses that a request may use', () => {
  it('are all of the company in its scope', async () => {
    const { own, ofSister, ofNobody, find } = await newLicenses();
    expect(await find(companyScope)).toEqual([own, ofSister, ofNobody].sort());
  });

  it('are those of the customers of the account in the scope of an account', async () => {
    const { account, otherAccount, own, ofSister, find } = await newLicenses();
    expect(await find(scope('customer_account', account.id))).toEqual([own, ofSister].sort());
    expect(await find(scope('customer_account', otherAccount.id))).toEqual([]);
  });

  it('are those of the customer in the scope of a customer', async () => {
    const { account, otherAccount, own, find } = await newLicenses();
    expect(await find(scope('customer', account.customerId))).toEqual([own]);
    expect(await find(scope('customer', otherAccount.customerId))).toEqual([]);
  });

  it('are the license alone in the scope of a license', async () => {
    const { own, ofSister, ofNobody, find } = await newLicenses();
    expect(await find(scope('license', ofNobody))).toEqual([ofNobody]);
    expect(await find(scope('license', own), own)).toEqual([own]);
    expect(await find(scope('license', own), ofSister)).toEqual([]);
  });
});

describe('the slots in use of a floating feature', () => {
  it('are those that are held until later than now, and no others', async () => {
    const make = build(server.store);
    const { id: productId } = await make.product();
    const licenseKey = randomUUID();
    const { id } = await make.license({ product_id: productId, license_key: licenseKey });
    const [shared = 0, other = 0, plain = 0] = await Promise.all(
      [true, true, false].map(async (floating) => {
        const { id: product_feature_id } = await make.productFeature({ product_id: productId });
        return make.licenseFeature({ license_id: id, product_feature_id, floating });
      }),
    );
    const target = { productId, holder: { licenseKey } };
    const devices = await Promise.all(
      ['a', 'b', 'c'].map((hardwareId) => make.device({ ...target, hardwareId })),
    );
    const start = server.clock.now().getTime();
    for (const [index, deviceId] of devices.entries()) {
      const place = { licenseId: id, licenseFeatureId: index === 2 ? other : shared, deviceId };
      const slot = { held_until: new Date(start + 1_000 * (index + 1)), borrowed_until: null };
      await server.store.slots.put(newId(), place, slot, new Date(start));
    }
    const inUse = async (milliseconds: number) => {
      const query = { ...target, scope: companyScope };
      const now = new Date(start + milliseconds);
      const [found] = await server.store.seats.findCandidates(query, now);
      const features = found?.license.features ?? [];
      const counts = new Map(features.map((feature) => [feature.id, feature.slots_in_use]));
      const pool = { licenseId: id, licenseFeatureId: shared };
      expect(counts.get(shared)).toBe(await server.store.slots.count(pool, now));
      return [shared, other, plain].map((feature) => counts.get(feature));
    };
    expect(await inUse(999)).toEqual([2, 1, 0]);
    expect(await inUse(1_000)).toEqual([1, 1, 0]);
    expect(await inUse(1_999)).toEqual([1, 1, 0]);
    expect(await inUse(2_000)).toEqual([0, 1, 0]);
    expect(await inUse(3_000)).toEqual([0, 0, 0]);
  });
});
