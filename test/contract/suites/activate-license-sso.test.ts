import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, fieldsAfterSignIn, newPerson, type Way, type World } from '../world.ts';

type License = components['schemas']['License'];
const WAYS: Way[] = ['id_token', 'access_token', 'code'];

/** `POST /api/v4/activate_license`, after any single sign-on */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.call<License>('activateLicense', { body: { hardware_id, ...fields } });
  const refusal = async (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.refused('activateLicense', { body: { hardware_id, ...fields } });
  const invalid = (way: Way) => (way === 'code' ? 'sso_code_invalid' : 'sso_token_invalid');

  describe.each(WAYS)('activation with %s', (way) => {
    it('returns the license of the user who signed in', async () => {
      const { body } = await activate(await fieldsAfterSignIn(world, way));
      expect(body).toMatchObject({ id: world.license.id, user: { email: world.person.email } });
    });

    it('requires the same API key', async () => {
      const other = createClient(world.server, await world.make.apiKey());
      const body = { hardware_id: 'a device', ...(await fieldsAfterSignIn(world, way)) };
      expect((await other.refused('activateLicense', { body })).code).toBe(invalid(way));
    });

    it('requires the same product', async () => {
      const product = await world.make.product();
      const license = { product_id: product.id, userId: world.person.id };
      await world.make.license({ ...license, customer_id: world.account.customerId });
      const fields = { ...(await fieldsAfterSignIn(world, way)), product: product.code };
      expect((await refusal(fields)).code).toBe(invalid(way));
    });

    it('requires the same customer account', async () => {
      const account = await world.make.account();
      const license = { product_id: world.product.id, userId: world.person.id };
      await world.make.license({ ...license, customer_id: account.customerId });
      const fields = await fieldsAfterSignIn(world, way);
      const { code } = await refusal({ ...fields, customer_account_code: account.code });
      expect(code).toBe(invalid(way));
    });

    it('requires the same redirect URI', async () => {
      const redirect_uri = 'http://127.0.0.1:51004/callback';
      const query = { redirect_uri };
      const without = await fieldsAfterSignIn(world, way, { query });
      expect((await refusal(without)).code).toBe(invalid(way));
      const another = await fieldsAfterSignIn(world, way, { query });
      const wrong = { ...another, redirect_uri: 'http://127.0.0.1:51005/callback' };
      expect((await refusal(wrong)).code).toBe(invalid(way));
      const right = await fieldsAfterSignIn(world, way, { query });
      expect((await activate({ ...right, redirect_uri })).status).toBe(200);
    });

    it('accepts the default redirect URI or none when the sign-in named none', async () => {
      const redirect_uri = 'http://127.0.0.1/callback';
      const named = await fieldsAfterSignIn(world, way);
      expect((await activate({ ...named, redirect_uri })).status).toBe(200);
      const other = await fieldsAfterSignIn(world, way);
      const { code } = await refusal({ ...other, redirect_uri: `${redirect_uri}/other` });
      expect(code).toBe(invalid(way));
    });

    it('is refused when the user has no license of the product, with both names', async () => {
      const person = await newPerson(world);
      const { code, message } = await refusal(await fieldsAfterSignIn(world, way, { person }));
      expect(code).toBe('license_not_found');
      expect(message).toContain(person.email);
      expect(message).toContain(world.product.code);
    });

    it('does not use licenses of another customer account', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(world, way, { query });
      expect((await refusal(fields)).code).toBe('license_not_found');
    });

    it('is refused when the user was disabled after the sign-in', async () => {
      const person = await newPerson(world);
      const license = { product_id: world.product.id, userId: person.id };
      await world.make.license({ ...license, customer_id: world.account.customerId });
      const fields = await fieldsAfterSignIn(world, way, { person });
      await updateRow(world.server, 'license_users', person.id, { enabled: false });
      const { code, message } = await refusal(fields);
      expect(code).toBe('license_not_found');
      expect(message).toContain(person.email);
    });

    it('is refused when the customer account was disabled after the sign-in', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(world, way, { query });
      await updateRow(world.server, 'customer_accounts', account.id, { enabled: false });
      expect((await refusal(fields)).code).toBe('sso_not_configured');
    });

    it('is refused when the connection was disabled after the sign-in', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(world, way, { query });
      const connection = { ...account.connection, kind: 'password', enabled: false } as never;
      await world.server.store.connections.set(account.id, connection);
      await untilKnownEverywhere();
      expect((await refusal(fields)).code).toBe('sso_not_configured');
    });

    it('requires an existing customer account', async () => {
      const fields = await fieldsAfterSignIn(world, way);
      const { code } = await refusal({ ...fields, customer_account_code: 'nobody' });
      expect(code).toBe('customer_account_not_found');
    });

    it('accepts a license_id', async () => {
      const fields = await fieldsAfterSignIn(world, way);
      const { code } = await refusal({ ...fields, license_id: 12 });
      expect(code).toBe('license_not_found');
    });
  });
});
