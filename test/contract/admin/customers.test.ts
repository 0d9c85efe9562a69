import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Customer = components['schemas']['AdminCustomer'];
type Customers = components['schemas']['AdminCustomerList'];

const EVERYTHING = {
  company_name: 'Acme',
  reference: 'CRM-7',
  phone: '+43 1 0000',
  first_name: 'Ada',
  last_name: 'Adams',
  city: 'Vienna',
  postcode: '1010',
  state: 'W',
  country: 'AT',
  address: 'Ring 1',
  metadata: { tier: 1 },
};

/** `/admin/v1/customers` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = async (over: object = {}) =>
    world.client.call<Customer>('createCustomer', {
      body: { email: `${unique('it')}@acme.test`, ...over },
    });

  describe('customers', () => {
    it('store every field that the License API returns, and have their account by its code', async () => {
      const account = await world.make.account();
      const { body, headers } = await create({ ...EVERYTHING, customer_account_id: account.id });
      expect(body).toMatchObject({ ...EVERYTHING, customer_account: account.code });
      expect(headers['location']).toBe(`/admin/v1/customers/${body.id}`);
      const found = await world.client.call<Customer>('getCustomer', { path: { id: body.id } });
      expect(found.body).toEqual(body);
    });

    it('need only an e-mail address', async () => {
      const { body } = await create();
      const { metadata, ...texts } = EVERYTHING;
      for (const name of Object.keys(texts)) expect(body[name as keyof Customer]).toBe('');
      expect(body).toMatchObject({ metadata: {}, customer_account_id: null });
      expect(metadata).toBeDefined();
      for (const email of ['', 'acme', 'a b@acme.test', '@acme.test', 'a@b@c', `a@b\u0000c`]) {
        const refused = await world.client.refused('createCustomer', { body: { email } });
        expect(refused).toMatchObject({ code: 'validation_error' });
        expect(refused.message).toContain('body.email');
      }
    });

    it('need an existing customer account', async () => {
      const { body } = await create();
      const path = { id: body.id };
      const wrong = { customer_account_id: 1_000_000_000_000_001 };
      for (const refused of [
        await world.client.refused('createCustomer', { body: { email: 'it@acme.test', ...wrong } }),
        await world.client.refused('updateCustomer', { path, body: wrong }),
      ]) {
        expect(refused).toMatchObject({
          code: 'validation_error',
          message: expect.stringContaining('body.customer_account_id'),
        });
      }
    });

    it('change only in the named fields', async () => {
      const account = await world.make.account();
      const { body } = await create({ ...EVERYTHING, customer_account_id: account.id });
      const path = { id: body.id };
      const changes = { city: '', customer_account_id: null };
      const { body: after } = await world.client.call<Customer>('updateCustomer', {
        path,
        body: changes,
      });
      expect(after).toEqual({
        ...body,
        ...changes,
        customer_account: null,
        updated_at: after.updated_at,
      });
    });

    it('are deleted unless they have licenses', async () => {
      const { id: productId } = await world.make.product();
      const customerId = await world.make.customer(null);
      await world.make.license({ product_id: productId, customer_id: customerId });
      const { code } = await world.client.refused('deleteCustomer', { path: { id: customerId } });
      expect(code).toBe('in_use');
      const path = { id: await world.make.customer(null) };
      await world.client.call('deleteCustomer', { path });
      expect((await world.client.refused('getCustomer', { path })).code).toBe('not_found');
    });

    it('are filtered by their names', async () => {
      const account = await world.make.account(undefined, null);
      const email = `${unique('It')}@Acme.Test`;
      const { body } = await create({
        email,
        customer_account_id: account.id,
        company_name: unique('c'),
        reference: unique('r'),
      });
      expect(body.email).toBe(email.toLowerCase());
      const list = async (query: Record<string, string | number>) =>
        (await world.client.call<Customers>('listCustomers', { query })).body;
      expect((await list({ email })).items).toEqual([body]);
      expect((await list({ company_name: body.company_name })).items).toEqual([body]);
      expect((await list({ reference: body.reference })).items).toEqual([body]);
      const ofAccount = await list({ customer_account_id: account.id });
      expect(ofAccount.items.map(({ id }) => id).sort()).toEqual(
        [body.id, account.customerId].sort(),
      );
      expect(ofAccount.total).toBe(2);
    });
  });
});
