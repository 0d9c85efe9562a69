import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, later, newKeyLicense, newPerson, signIn, type World } from '../world.ts';
import { updateRow } from '../../support/update-row.ts';

const DAY = 86_400_000;

/** `POST /api/v4/deactivate_license` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  type Fields = Record<string, unknown>;
  const activate = (body: Fields) => world.client.call('activateLicense', { body });
  const deactivate = (body: Fields) => world.client.call<unknown>('deactivateLicense', { body });
  const refusal = async (body: Fields) =>
    (await world.client.refused('deactivateLicense', { body })).code;
  const user = () => ({ product: world.product.code, username: world.person.email });
  const account = () => ({
    product: world.product.code,
    customer_account_code: world.account.code,
  });

  /** Binds a device to the license of `world.person`. */
  async function bound(hardware_id: string): Promise<string> {
    await activate({ ...user(), password: world.person.password, hardware_id });
    return hardware_id;
  }

  describe('deactivation', () => {
    it('frees the seat and returns a string', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 1 });
      await activate({ ...fields, hardware_id: 'a' });
      const { body, bytes } = await deactivate({ ...fields, hardware_id: 'a' });
      expect(body).toBe('license_deactivated');
      expect(bytes.toString()).toBe('"license_deactivated"');
      const { body: license } = await activate({ ...fields, hardware_id: 'b' });
      expect(license['times_activated']).toBe(1);
    });

    it('works once', async () => {
      const { fields } = await newKeyLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      await deactivate({ ...fields, hardware_id: 'a' });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('device_not_found');
    });

    it('requires a bound device', async () => {
      const { fields } = await newKeyLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('device_not_found');
    });

    it('requires a license', async () => {
      const { product } = (await newKeyLicense(world)).fields;
      const body = { product, license_key: 'AAAA', hardware_id: 'a' };
      expect(await refusal(body)).toBe('license_not_found');
      const { email: username } = await newPerson(world);
      expect(await refusal({ ...user(), username, hardware_id: 'a' })).toBe('license_not_found');
    });

    it('frees the license of license_id and no other', async () => {
      const { id: productId, code: product } = await world.make.product();
      const license = { product_id: productId, userId: world.person.id };
      const [one, two] = [await world.make.license(license), await world.make.license(license)];
      const fields = { ...user(), product, hardware_id: 'a' };
      const { password } = world.person;
      await activate({ ...fields, password, license_id: one.id });
      expect(await refusal({ ...fields, license_id: two.id })).toBe('device_not_found');
      expect(await refusal({ ...fields, license_id: 12 })).toBe('license_not_found');
      expect((await deactivate({ ...fields, license_id: one.id })).status).toBe(200);
    });

    it('works for a license that has expired or is disabled', async () => {
      const validUntil = new Date(world.server.clock.now().getTime() + DAY);
      const { id, fields } = await newKeyLicense(world, {
        license_type: 'time-limited',
        valid_until: validUntil,
      });
      await activate({ ...fields, hardware_id: 'a' });
      await updateRow(world.server, 'licenses', id, { enabled: false });
      const work = () => deactivate({ ...fields, hardware_id: 'a' });
      expect((await later(world.server, 2 * DAY, work)).status).toBe(200);
    });
  });

  describe('deactivation: the license holder', () => {
    it('is the license user by name only, in any case', async () => {
      const username = world.person.email.toUpperCase();
      const body = { ...user(), username, hardware_id: await bound('by name') };
      expect((await deactivate(body)).status).toBe(200);
    });

    it('is not another user of the license, who cannot free the device of somebody else', async () => {
      const { id: productId, code: product } = await world.make.product();
      const { id } = await world.make.license({ product_id: productId, userId: world.person.id });
      const colleague = await newPerson(world);
      await world.server.store.assignments.assign(id, colleague.id, null);
      const device = { product, hardware_id: 'a' };
      const { email: username, password } = world.person;
      await activate({ ...device, username, password });
      for (const more of [{}, { password: colleague.password }]) {
        const body = { ...device, username: colleague.email, ...more };
        expect(await refusal(body)).toBe('device_not_found');
      }
      const check = await world.client.call('checkLicense', { query: { ...device, username } });
      expect(check.body['times_activated']).toBe(1);
      expect((await deactivate({ ...device, username })).status).toBe(200);
    });

    it('is unknown when a password is sent and wrong', async () => {
      const hardware_id = await bound('by password');
      const body = { ...user(), hardware_id };
      expect(await refusal({ ...body, password: 'wrong' })).toBe('license_not_found');
      expect((await deactivate({ ...body, password: world.person.password })).status).toBe(200);
    });

    it.each(['id_token', 'access_token'] as const)(
      'is the user who signed in, with the value of %s, for one device',
      async (way) => {
        const [one, two] = [await bound(`${way} one`), await bound(`${way} two`)];
        const body = { ...account(), id_token: (await signIn(world))[way] };
        expect((await deactivate({ ...body, hardware_id: one })).status).toBe(200);
        expect(await refusal({ ...body, hardware_id: two })).toBe('sso_token_used');
      },
    );

    it('is the user who signed in, with the token of the activation', async () => {
      const { id_token } = await signIn(world);
      const body = { ...account(), id_token, hardware_id: 'round trip' };
      await activate(body);
      expect((await deactivate(body)).status).toBe(200);
      expect((await activate(body)).status).toBe(200);
    });

    it('is the user who signed in, with a code, once', async () => {
      const [one, two] = [await bound('code one'), await bound('code two')];
      const { code } = await signIn(world, { query: { response_type: 'code' } });
      expect((await deactivate({ ...account(), code, hardware_id: one })).status).toBe(200);
      expect(await refusal({ ...account(), code, hardware_id: two })).toBe('sso_code_invalid');
    });

    it('is unknown after a sign-in for another product or too long ago', async () => {
      const { id_token } = await signIn(world);
      const hardware_id = await bound('refused');
      const { code: product } = await world.make.product();
      const body = { ...account(), id_token, hardware_id };
      expect(await refusal({ ...body, product })).toBe('sso_token_invalid');
      const work = () => refusal(body);
      expect(await later(world.server, 601_000, work)).toBe('sso_token_expired');
      expect((await deactivate(body)).status).toBe(200);
    });

    it('needs a customer account whose users can sign in', async () => {
      const body = { ...account(), id_token: 'x', hardware_id: 'a' };
      const unknown = { ...body, customer_account_code: 'nobody' };
      expect(await refusal(unknown)).toBe('customer_account_not_found');
      const { code: customer_account_code } = await world.make.account({}, null);
      expect(await refusal({ ...body, customer_account_code })).toBe('sso_not_configured');
    });
  });
});
