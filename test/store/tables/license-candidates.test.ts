import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { companyScope, type Scope } from '../../../src/rules/credential.ts';
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
    const found = await server.store.seats.findCandidates(query);
    const locked = await server.store.transaction((store) => store.seats.findCandidates(query));
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
