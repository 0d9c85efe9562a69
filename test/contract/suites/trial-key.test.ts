import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import type { LicensePolicy } from '../../../src/rules/license-policy.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, later, signIn, type World } from '../world.ts';

type Trial = components['schemas']['TrialKey'];
type License = components['schemas']['License'];
type Query = Record<string, string>;

const DAY = 86_400_000;
const PASSWORD = 'correct horse battery';

/** `GET /api/v4/trial_key` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  /** A new product that allows trials of 15 days. */
  const newProduct = (over: Parameters<World['make']['product']>[0] = {}) => {
    const trials = { allow_trial: true, trial_days: 15 };
    return world.make.product({ ...trials, authorization_method: 'license-key', ...over });
  };
  const request = (query: Query) => world.client.call<Trial>('getTrialKey', { query });
  /** Asks again while the server is overloaded: then nothing was created. */
  const untilServed = async (query: Query): ReturnType<typeof request> => {
    const answer = await request(query);
    return answer.status === 503 ? untilServed(query) : answer;
  };
  const ask = async (query: Query) => (await request(query)).body;
  const refusal = async (query: Query, client = world.client) =>
    (await client.refused('getTrialKey', { query })).code;
  const activate = async (body: Record<string, unknown>) =>
    (await world.client.call<License>('activateLicense', { body })).body;
  const refusedActivation = async (body: Record<string, unknown>) =>
    (await world.client.refused('activateLicense', { body })).code;
  const newAddress = () => `trial-${randomUUID()}@customer.test`;
  const stored = async ({ id }: Trial) => {
    const license = await world.server.store.licenses.find(id);
    if (license === undefined) throw new Error('no license');
    return license;
  };
  const auditOf = async ({ id }: Trial) =>
    (
      await world.server.store.audit.list(
        { subjectKind: 'license', subjectId: id, action: 'getTrialKey' },
        { limit: 10 },
      )
    ).items;

  describe('the trial of a license-key product', () => {
    it('is created, and is not activated', async () => {
      const { id: productId, code: product } = await newProduct();
      const trial = await ask({ product, hardware_id: 'a' });
      expect(trial).toEqual({
        id: trial.id,
        order_id: trial.id,
        product_id: productId,
        license_key: expect.stringMatching(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/) as unknown,
        license_type: 'time-limited',
        max_activations: 1,
        times_activated: 0,
        is_trial: true,
        active: false,
        enabled: true,
        max_transfers: 0,
        trial_days: 15,
        maintenance_duration: null,
        validity_period: null,
        enable_maintenance_period: false,
        prevent_vm: false,
        is_hardware_key_auth: false,
        metadata: {},
        created_at: trial.created_at,
        updated_at: trial.created_at,
      });
      expect(await stored(trial)).toMatchObject({ trial_holder: 'a', customer_id: null });
    });

    it('is the same when the device asks again, with any other value', async () => {
      const [{ code: product }, other] = [await newProduct(), await newProduct()];
      const trial = await ask({ product, hardware_id: 'a' });
      const values = { email: newAddress(), first_name: 'Bob', license_policy: 'unknown' };
      expect(await ask({ product, hardware_id: 'a', ...values })).toEqual(trial);
      expect((await ask({ product, hardware_id: 'b' })).id).not.toBe(trial.id);
      expect((await ask({ product: other.code, hardware_id: 'a' })).id).not.toBe(trial.id);
      expect(await auditOf(trial)).toMatchObject([
        { outcome: 'done', actorKind: 'api_key', about: { product, hardwareId: 'a' } },
      ]);
    });

    it('ends some days after its first activation, however often the device asks', async () => {
      const { code: product } = await newProduct();
      const { license_key } = await ask({ product, hardware_id: 'a' });
      const device = { product, license_key, hardware_id: 'a' };
      await later(world.server, 3 * DAY, async () => {
        const begin = world.server.clock.now().getTime();
        const { validity_period } = await activate(device);
        expect(Date.parse(validity_period ?? '') - begin).toBeGreaterThanOrEqual(15 * DAY);
        expect(Date.parse(validity_period ?? '') - begin).toBeLessThan(16 * DAY);
        const again = await ask({ product, hardware_id: 'a' });
        expect(again).toMatchObject({ validity_period, times_activated: 1, active: true });
        await later(world.server, 16 * DAY, async () => {
          expect(await ask({ product, hardware_id: 'a' })).toMatchObject({ validity_period });
          expect(await refusedActivation(device)).toBe('trial_expired');
        });
      });
    });

    it('is exactly one when 200 requests ask for it at the same time', async () => {
      const { id: productId, code: product } = await newProduct();
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => untilServed({ product, hardware_id: 'a' })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200));
      const [first] = answers;
      for (const { body } of answers) expect(body).toEqual(first?.body);
      const { total } = await world.server.store.licenses.list(
        { product_id: productId },
        { limit: 1 },
      );
      expect(total).toBe(1);
      expect(await auditOf(first?.body as Trial)).toHaveLength(1);
    });

    it('is none with a license that the trial has become', async () => {
      const { code: product } = await newProduct();
      const trial = await ask({ product, hardware_id: 'a' });
      await updateRow(world.server, 'licenses', trial.id, { is_trial: false });
      expect(await refusal({ product, hardware_id: 'a' })).toBe('trial_not_allowed');
    });
  });

  describe('a device that has used up its trial', () => {
    it('activates no other trial of the product that an application has created', async () => {
      const { code: product } = await newProduct({ trial_days: 1 });
      const first = await ask({ product, hardware_id: 'a' });
      const device = { product, hardware_id: 'a' };
      await activate({ ...device, license_key: first.license_key });
      // A second hardware ID gets a second key, which the first device tries.
      const second = await ask({ product, hardware_id: 'b' });
      await later(world.server, 2 * DAY, async () => {
        const key = { license_key: second.license_key };
        expect(await refusedActivation({ ...device, ...key })).toBe('trial_expired');
        expect((await stored(second)).valid_until).toBeNull();
        expect((await activate({ product, hardware_id: 'b', ...key })).is_expired).toBe(false);
      });
    });

    it('activates a trial that the vendor has issued, and any license', async () => {
      const { id: productId, code: product } = await newProduct({ trial_days: 1 });
      const device = { product, hardware_id: 'a' };
      const { license_key } = await ask(device);
      await activate({ ...device, license_key });
      for (const is_trial of [true, false]) {
        const key = randomUUID().toUpperCase();
        const license = { product_id: productId, is_trial, valid_days: 30, license_key: key };
        await world.make.license({ ...license, license_type: 'time-limited' });
        await later(world.server, 2 * DAY, async () =>
          expect((await activate({ ...device, license_key: key })).is_trial).toBe(is_trial),
        );
      }
    });
  });

  describe('the trial of a user product', () => {
    const userProduct = () => newProduct({ authorization_method: 'user' });

    it('has a new license user with a random password, who can activate it', async () => {
      const { code: product } = await userProduct();
      const email = newAddress();
      const names = { first_name: 'Bob', last_name: 'Berger', phone: '123' };
      const trial = await ask({ product, hardware_id: 'a', email: email.toUpperCase(), ...names });
      expect(trial).toMatchObject({ license_user: email, is_trial: true, times_activated: 0 });
      expect(trial).not.toHaveProperty('license_key');
      expect(trial.initial_password).toMatch(/^[\w-]{20}$/);
      const user = { username: email, password: trial.initial_password };
      const license = await activate({ product, hardware_id: 'a', ...user });
      expect(license.user).toMatchObject({
        email,
        first_name: 'Bob',
        last_name: 'Berger',
        phone_number: '123',
        is_initial_password: true,
      });
    });

    it('returns the same password to the same device for an hour, and to no other', async () => {
      const { code: product } = await userProduct();
      const query = { product, hardware_id: 'a', email: newAddress() };
      const trial = await ask(query);
      expect(await ask(query)).toEqual(trial);
      expect(await ask({ ...query, hardware_id: 'b' })).toEqual({ ...trial, initial_password: '' });
      await later(world.server, 3_700_000, async () =>
        expect(await ask(query)).toEqual({ ...trial, initial_password: '' }),
      );
    });

    it('returns no password that was given, or that was changed', async () => {
      const { code: product } = await userProduct();
      const query = { product, hardware_id: 'a', email: newAddress(), password: PASSWORD };
      expect((await ask(query)).initial_password).toBe('');
      const user = { username: query.email, password: PASSWORD };
      expect((await activate({ product, hardware_id: 'a', ...user })).is_trial).toBe(true);
      const other = { product, hardware_id: 'a', email: newAddress() };
      const { initial_password: password } = await ask(other);
      await world.client.call('changePassword', {
        body: { username: other.email, password, new_password: PASSWORD },
      });
      expect((await ask(other)).initial_password).toBe('');
    });

    it('is one for an e-mail address, from whatever device', async () => {
      const { code: product } = await userProduct();
      const email = newAddress();
      const trials = await Promise.all(
        ['a', 'b', 'c'].map((hardware_id) => ask({ product, hardware_id, email })),
      );
      expect(new Set(trials.map(({ id }) => id)).size).toBe(1);
    });

    it('is exactly one, with one user, when 200 requests ask at the same time', async () => {
      const { id: productId, code: product } = await userProduct();
      const query = { product, hardware_id: 'a', email: newAddress(), reference: 'R' };
      const answers = await Promise.all(Array.from({ length: 200 }, () => untilServed(query)));
      const [first] = answers;
      for (const { status, body } of answers) {
        expect({ status, body }).toEqual({ status: 200, body: first?.body });
      }
      const filter = { product_id: productId };
      const { total } = await world.server.store.licenses.list(filter, { limit: 1 });
      expect(total).toBe(1);
      const user = { username: query.email, password: first?.body.initial_password };
      expect((await activate({ product, hardware_id: 'a', ...user })).is_trial).toBe(true);
    });

    it('is one for each of two products that are asked for at the same time', async () => {
      const products = await Promise.all(Array.from({ length: 4 }, userProduct));
      const email = newAddress();
      const trials = await Promise.all(
        products.map(({ code }) => ask({ product: code, hardware_id: 'a', email })),
      );
      expect(new Set(trials.map(({ id }) => id)).size).toBe(4);
      const user = await world.server.store.licenseUsers.findByEmail(email);
      const filter = { license_user_id: user?.id };
      expect((await world.server.store.licenses.list(filter, { limit: 1 })).total).toBe(4);
    });

    it('needs an e-mail address', async () => {
      const { code: product } = await userProduct();
      expect(await refusal({ product, hardware_id: 'a' })).toBe('email_missing');
      expect(await refusal({ product, hardware_id: 'a', email: '' })).toBe('email_missing');
      expect(await refusal({ product, hardware_id: 'a', email: 'bob' })).toBe('validation_error');
    });

    it('ends on a device on which a trial of another address has ended', async () => {
      const { code: product } = await newProduct({ authorization_method: 'user', trial_days: 1 });
      const begin = async (email: string) => {
        await ask({ product, hardware_id: 'a', email, password: PASSWORD });
        return { product, hardware_id: 'a', username: email, password: PASSWORD };
      };
      await activate(await begin(newAddress()));
      await later(world.server, 2 * DAY, async () =>
        expect(await refusedActivation(await begin(newAddress()))).toBe('trial_expired'),
      );
    });
  });

  describe('whoever creates a trial with the address of somebody else', () => {
    it('gets no password of a known user, changes none, and is told nothing about them', async () => {
      const { code: product } = await newProduct({ authorization_method: 'user' });
      const { email, password } = world.person;
      const trial = await ask({ product, hardware_id: 'a', email, password: PASSWORD });
      expect(trial).toMatchObject({ license_user: email, initial_password: '' });
      expect(JSON.stringify(trial)).not.toMatch(/First|Last/);
      const device = { product, hardware_id: 'a', username: email };
      expect(await refusedActivation({ ...device, password: PASSWORD })).toBe('license_not_found');
      expect((await activate({ ...device, password })).is_trial).toBe(true);
    });

    it('cannot use a license that is issued to that address later', async () => {
      const { id: productId, code: product } = await newProduct({ authorization_method: 'user' });
      const email = newAddress();
      const trial = await ask({ product, hardware_id: 'a', email, password: PASSWORD });
      const user = await world.server.store.licenseUsers.findByEmail(email);
      const customer_id = world.account.customerId;
      const license = { product_id: productId, userId: user?.id ?? 0, customer_id };
      const { id } = await world.make.license(license);
      const device = { product, hardware_id: 'a', username: email, password: PASSWORD };
      expect((await activate(device)).id).toBe(trial.id);
      expect(await refusedActivation({ ...device, license_id: id })).toBe('license_not_found');
      await expect(
        signIn(world, {
          person: { id: user?.id ?? 0, email, password: PASSWORD },
          query: { product },
        }),
      ).rejects.toThrow();
      await updateRow(world.server, 'license_users', user?.id ?? 0, { self_registered: false });
      expect((await activate({ ...device, license_id: id })).id).toBe(id);
    });
  });

  describe('the customer of a trial', () => {
    const customerOf = async (trial: Trial) => {
      const { customer_id: id } = await stored(trial);
      return id === null ? null : world.server.store.customers.find(id);
    };
    const data = {
      first_name: 'Bob',
      last_name: 'Berger',
      phone: '123',
      address: 'Street 1',
      postcode: '1010',
      city: 'Wien',
      state: 'W',
      country: 'AT',
      reference: 'C-1',
    };

    it('is created from the fields of the request', async () => {
      const { code: product } = await newProduct();
      const email = newAddress();
      const customer = await customerOf(await ask({ product, hardware_id: 'a', email, ...data }));
      expect(customer).toMatchObject({ email, ...data, customer_account: null, metadata: {} });
    });

    it('is the one with exactly the same data, and never one who has more', async () => {
      const products = await Promise.all(Array.from({ length: 3 }, () => newProduct()));
      const email = newAddress();
      const known = await world.make.customer(world.account.id, email);
      const ids: (number | undefined)[] = [];
      for (const { code } of products.slice(0, 2)) {
        const trial = await ask({ product: code, hardware_id: 'a', email, ...data });
        ids.push((await customerOf(trial))?.id);
      }
      expect(ids[0]).toBe(ids[1]);
      expect(ids).not.toContain(known);
      const third = await ask({ product: products[2]?.code ?? '', hardware_id: 'a', email });
      expect([known, ...ids]).not.toContain((await customerOf(third))?.id);
    });

    it('is none without an address, or with the address of a user alone', async () => {
      const [{ code: product }, user] = [
        await newProduct(),
        await newProduct({ authorization_method: 'user' }),
      ];
      expect(await customerOf(await ask({ product, hardware_id: 'a', ...data }))).toBeNull();
      const email = newAddress();
      const trial = await ask({ product: user.code, hardware_id: 'a', email });
      expect(await customerOf(trial)).toBeNull();
    });
  });

  describe('the license policy of a trial', () => {
    const policyOf = (productId: number, terms: LicensePolicy['terms'], over: object = {}) =>
      world.make.policy({ product_id: productId, terms, ...over });
    const trial = { is_trial: true, license_type: 'consumption', max_consumptions: 7 } as const;

    it('is the default for trials, unless the request names one', async () => {
      const { id, code: product } = await newProduct();
      await policyOf(id, { ...trial, valid_days: 3 }, { default_for_trials: true });
      await policyOf(id, { is_trial: true, max_activations: null }, { code: 'big' });
      expect(await ask({ product, hardware_id: 'a' })).toMatchObject({
        license_type: 'consumption',
        trial_days: 3,
        is_trial: true,
      });
      const named = await ask({ product, hardware_id: 'b', license_policy: 'big' });
      expect(named).toMatchObject({
        license_type: 'perpetual',
        max_activations: 0,
        trial_days: 15,
      });
      expect((await auditOf(named))[0]?.detail).toEqual({ license_policy: 'big' });
    });

    it('is none that is not for trials, and none of another product', async () => {
      const [{ id, code: product }, other] = [await newProduct(), await newProduct()];
      await policyOf(id, { max_activations: 99 }, { code: 'enterprise' });
      await policyOf(other.id, trial, { code: 'elsewhere' });
      for (const license_policy of ['enterprise', 'elsewhere', 'unknown']) {
        const query = { product, hardware_id: randomUUID(), license_policy };
        const { code, message } = await world.client.refused('getTrialKey', { query });
        expect({ code, message }).toEqual({
          code: 'validation_error',
          message: `query.license_policy: the product has no policy ${license_policy} for trials`,
        });
      }
      const { total } = await world.server.store.licenses.list({ product_id: id }, { limit: 1 });
      expect(total).toBe(0);
    });
  });

  describe('a trial is refused', () => {
    it('for a product that does not allow trials, before anything else is checked', async () => {
      const { code: product } = await newProduct({
        allow_trial: false,
        authorization_method: 'user',
      });
      expect(await refusal({ product, hardware_id: 'a' })).toBe('trial_not_allowed');
    });

    it.each([
      ['an empty hardware_id', { hardware_id: '' }, 'validation_error'],
      ['a hardware_id that is too long', { hardware_id: 'x'.repeat(257) }, 'validation_error'],
      ['a password that is too short', { password: 'too short' }, 'validation_error'],
      ['a name that is too long', { first_name: 'x'.repeat(513) }, 'validation_error'],
    ])('with %s, and creates nothing', async (_, over, code) => {
      const { id, code: product } = await newProduct();
      const query = { product, hardware_id: randomUUID(), ...over };
      expect(await refusal(query)).toBe(code);
      const { total } = await world.server.store.licenses.list({ product_id: id }, { limit: 1 });
      expect(total).toBe(0);
    });

    it('to a read-only API key, also when there is one', async () => {
      const { code: product } = await newProduct();
      await ask({ product, hardware_id: 'a' });
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      expect(await refusal({ product, hardware_id: 'a' }, readOnly)).toBe('read_only_api_key');
    });
  });
});
