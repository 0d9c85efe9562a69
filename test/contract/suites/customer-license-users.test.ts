import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, type World } from '../world.ts';

type Listed = components['schemas']['CustomerLicenseUsers'];

/** `GET /api/v4/customer_license_users` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const list = async (customer: string, product = world.product.code) =>
    (await world.client.call<Listed>('listCustomerLicenseUsers', { query: { product, customer } }))
      .body;
  const refusal = async (customer: string, product = world.product.code) =>
    (await world.client.refused('listCustomerLicenseUsers', { query: { product, customer } })).code;
  const newAddress = () => `it-${randomUUID()}@customer.test`;

  describe('the license users of a customer', () => {
    it('are listed with their licenses and activations, newest license first', async () => {
      const email = newAddress();
      const customer_id = await world.make.customer(world.account.id, email);
      const [old, active] = [await world.make.user({ enabled: false }), world.person];
      const of = { product_id: world.product.id, customer_id };
      const first = await world.make.license({ ...of, userId: old.id, createdAt: new Date(0) });
      const second = await world.make.license({
        ...of,
        userId: active.id,
        userMaxActivations: 3,
      });
      const device = { username: active.email, password: active.password, hardware_id: 'a' };
      await world.client.call('activateLicense', {
        body: { product: world.product.code, license_id: second.id, ...device },
      });
      const { customer, users } = await list(email.toUpperCase());
      expect(customer).toMatchObject({ email, customer_account: world.account.code, metadata: {} });
      const user = { first_name: 'First', last_name: 'Last', phone_number: '' };
      const common = { ...user, initial_password: '', is_initial_password: false };
      expect(users).toEqual([
        {
          ...common,
          email: active.email,
          is_active: true,
          license_id: second.id,
          order_id: second.id,
          order_store_id: expect.any(String) as unknown,
          max_activations: 3,
          total_activations: 1,
        },
        {
          ...common,
          email: old.email,
          is_active: false,
          license_id: first.id,
          order_id: first.id,
          order_store_id: expect.any(String) as unknown,
          max_activations: 0,
          total_activations: 0,
        },
      ]);
    });

    it('are none of other products and customers', async () => {
      const email = newAddress();
      const customer_id = await world.make.customer(null, email);
      const other = await world.make.product();
      await world.make.license({ product_id: other.id, customer_id, userId: world.person.id });
      const { customer, users } = await list(email);
      expect({ account: customer.customer_account, users }).toEqual({ account: '', users: [] });
    });

    it('are those of the newest customer with a license of the product, of several', async () => {
      const email = newAddress();
      const withLicense = await world.make.customer(null, email);
      await world.make.customer(world.account.id, email);
      const license = { product_id: world.product.id, customer_id: withLicense };
      await world.make.license({ ...license, userId: world.person.id });
      const { customer, users } = await list(email);
      expect({ account: customer.customer_account, count: users.length }).toEqual({
        account: '',
        count: 1,
      });
    });

    it('never have a password in them', async () => {
      const email = newAddress();
      const customer_id = await world.make.customer(null, email);
      const license = { product_id: world.product.id, customer_id, userId: world.person.id };
      await world.make.license(license);
      expect(JSON.stringify(await list(email))).not.toMatch(/argon2|"password"/);
    });

    it('are refused for an unknown customer', async () => {
      expect(await refusal('nobody@nowhere.test')).toBe('customer_does_not_exist');
      expect(await refusal(world.person.email)).toBe('customer_does_not_exist');
    });

    it('are refused for a product whose licenses have keys, before the customer is looked for', async () => {
      const product = world.keyProduct.code;
      expect(await refusal('nobody@nowhere.test', product)).toBe('invalid_product_auth_method');
    });
  });
});
