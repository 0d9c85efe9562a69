import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, later, newPerson, type Person, signIn, type World } from '../world.ts';
import { updateRow } from '../../support/update-row.ts';

type UserLicense = components['schemas']['UserLicense'];

/** `GET /api/v4/user_licenses` */
describe('the contract', () => {
  let world: World;
  /** A person with three licenses, oldest first: two by the customer account, one not. */
  let person: Person;
  let ids: number[];
  beforeAll(async () => {
    world = await startWorld();
    const { make, product, account } = world;
    person = await newPerson(world);
    ids = [];
    for (const [year, customerId] of [account.customerId, account.customerId, null].entries()) {
      const createdAt = new Date(Date.UTC(2020 + year));
      const license = { product_id: product.id, userId: person.id, createdAt };
      ids.push((await make.license({ ...license, customer_id: customerId })).id);
    }
    const other = await make.product();
    await make.license({ product_id: other.id, userId: person.id });
  });
  afterAll(() => world.server.close());

  type Fields = Record<string, string>;
  const list = (query: Fields) => world.client.call<UserLicense[]>('listUserLicenses', { query });
  const idsOf = async (query: Fields) => (await list(query)).body.map(({ license }) => license.id);
  const refusal = async (query: Fields) =>
    (await world.client.refused('listUserLicenses', { query })).code;
  const user = (): Fields => ({
    product: world.product.code,
    username: person.email,
    password: person.password,
  });
  const account = (): Fields => ({
    product: world.product.code,
    customer_account_code: world.account.code,
  });

  describe('the licenses of a license user', () => {
    it('are those of the product, newest first', async () => {
      expect(await idsOf(user())).toEqual([ids[2], ids[1], ids[0]]);
    });

    it('are only those of the customer account after a sign-in', async () => {
      const { id_token = '' } = await signIn(world, { person });
      expect(await idsOf({ ...account(), id_token })).toEqual([ids[1], ids[0]]);
    });

    it('are none for a user without licenses', async () => {
      const nobody = await newPerson(world);
      const { email: username, password } = nobody;
      expect(await idsOf({ ...user(), username, password })).toEqual([]);
      const { id_token = '' } = await signIn(world, { person: nobody });
      expect(await idsOf({ ...account(), id_token })).toEqual([]);
    });

    it('contain their state', async () => {
      const { id: productId, code: product } = await world.make.product();
      const ended = { license_type: 'time-limited', valid_until: new Date('2020-01-01') } as const;
      const license = {
        product_id: productId,
        userId: person.id,
        enabled: false,
        max_activations: null,
      };
      await world.make.license({ ...license, ...ended });
      const { body } = await list({ ...user(), product });
      expect(body).toEqual([
        {
          license: expect.objectContaining({
            license_enabled: false,
            license_active: false,
            is_expired: true,
            license_type: 'time-limited',
            validity_period: '2020-01-01T00:00:00.000Z',
            allow_unlimited_activations: true,
            max_activations: 0,
            times_activated: 0,
          }),
        },
      ]);
    });

    it('can each be activated by their ID', async () => {
      for (const license_id of await idsOf(user())) {
        const body = { ...user(), license_id, hardware_id: `device ${license_id}` };
        const { body: license } = await world.client.call('activateLicense', { body });
        expect(license['id']).toBe(license_id);
      }
    });
  });

  describe('listing the licenses of a license user', () => {
    it('requires the right name and password', async () => {
      const disabled = await world.make.user({ password: 'pass', enabled: false });
      for (const wrong of [
        { password: 'wrong' },
        { username: 'nobody@nowhere.test' },
        { username: disabled.email, password: 'pass' },
      ]) {
        expect(await refusal({ ...user(), ...wrong })).toBe('license_not_found');
      }
    });

    it.each(['id_token', 'access_token'] as const)(
      'does not use up a token, sent as the value of %s',
      async (way) => {
        const id_token = (await signIn(world, { person }))[way] ?? '';
        const query = { ...account(), id_token };
        const first = await idsOf(query);
        expect(await idsOf(query)).toEqual(first);
        const body = { ...query, hardware_id: `chosen by ${way}`, license_id: first[1] };
        const { body: license } = await world.client.call('activateLicense', { body });
        expect(license['id']).toBe(first[1]);
        expect(await idsOf(query)).toEqual(first);
      },
    );

    it('uses a code up', async () => {
      const { code = '' } = await signIn(world, { person, query: { response_type: 'code' } });
      const query = { ...account(), code };
      expect(await idsOf(query)).toEqual([ids[1], ids[0]]);
      expect(await refusal(query)).toBe('sso_code_invalid');
      const body = { ...query, hardware_id: 'a' };
      const { code: refused } = await world.client.refused('activateLicense', { body });
      expect(refused).toBe('sso_code_invalid');
    });

    it('accepts the verifier and the redirect URI of the sign-in', async () => {
      const redirect_uri = 'http://127.0.0.1:51004/callback';
      const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
      const challenge = { code_challenge, code_challenge_method: 'S256' };
      const asked = { response_type: 'code', redirect_uri, ...challenge };
      const { code = '' } = await signIn(world, { person, query: asked });
      const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
      const query = { ...account(), code, redirect_uri, code_verifier };
      expect(await idsOf(query)).toHaveLength(2);
      const { code: second = '' } = await signIn(world, { person, query: asked });
      expect(await refusal({ ...account(), code: second })).toBe('sso_code_invalid');
    });

    it('refuses a foreign or expired token', async () => {
      const { id_token = '' } = await signIn(world, { person });
      const query = { ...account(), id_token };
      const { code: product } = await world.make.product();
      expect(await refusal({ ...query, product })).toBe('sso_token_invalid');
      expect(await refusal({ ...query, id_token: 'x.y.z' })).toBe('sso_token_invalid');
      const work = () => refusal(query);
      expect(await later(world.server, 601_000, work)).toBe('sso_token_expired');
    });

    it('refuses a user who was disabled after the sign-in', async () => {
      const leaver = await newPerson(world);
      const license = { product_id: world.product.id, userId: leaver.id };
      await world.make.license({ ...license, customer_id: world.account.customerId });
      const { id_token = '' } = await signIn(world, { person: leaver });
      expect(await idsOf({ ...account(), id_token })).toHaveLength(1);
      await updateRow(world.server, 'license_users', leaver.id, { enabled: false });
      expect(await idsOf({ ...account(), id_token })).toEqual([]);
    });

    it('requires a customer account whose users can sign in', async () => {
      const query = { ...account(), id_token: 'x' };
      const unknown = { ...query, customer_account_code: 'nobody' };
      expect(await refusal(unknown)).toBe('customer_account_not_found');
      const { code: customer_account_code } = await world.make.account({}, null);
      expect(await refusal({ ...query, customer_account_code })).toBe('sso_not_configured');
    });
  });
});
