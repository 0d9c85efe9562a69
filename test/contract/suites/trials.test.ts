import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, later, newKeyLicense, newUserLicenses, PAST, type World } from '../world.ts';

type License = components['schemas']['License'];
type UserLicenses = components['schemas']['UserLicense'][];

const DAY = 86_400_000;

/** Trials, however they were created */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = async (body: Record<string, unknown>) =>
    (await world.client.call<License>('activateLicense', { body })).body;
  const refusal = (body: Record<string, unknown>) =>
    world.client.refused('activateLicense', { body });
  const check = async (query: Record<string, string>) =>
    (await world.client.call<License>('checkLicense', { query })).body;

  describe('a trial', () => {
    const trial = { is_trial: true, license_type: 'time-limited', valid_days: 30 } as const;

    it('ends the named days after its first activation, and is refused then', async () => {
      const { fields } = await newKeyLicense(world, trial);
      const device = { ...fields, hardware_id: randomUUID() };
      const begin = world.server.clock.now().getTime();
      const { is_trial, trial_days, validity_period } = await activate(device);
      expect({ is_trial, trial_days }).toEqual({ is_trial: true, trial_days: 30 });
      expect(Date.parse(validity_period ?? '') - begin).toBeGreaterThanOrEqual(30 * DAY);
      await later(world.server, 31 * DAY, async () => {
        const { code, message } = await refusal(device);
        expect(code).toBe('trial_expired');
        expect(message).toBe(`The trial ended on ${validity_period ?? ''}.`);
        expect(await check(device)).toMatchObject({ is_trial: true, is_expired: true });
      });
    });

    it.each(['perpetual', 'time-limited', 'subscription', 'consumption'] as const)(
      'of the type %s ends too',
      async (license_type) => {
        const { fields } = await newKeyLicense(world, { ...trial, license_type });
        const device = { ...fields, hardware_id: randomUUID() };
        await activate(device);
        await later(world.server, 31 * DAY, async () =>
          expect((await refusal(device)).code).toBe('trial_expired'),
        );
      },
    );

    it('has trial_days of 0 with a fixed end, and no other license has trial_days', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { fields } = await newKeyLicense(world, { is_trial: true, valid_until });
      expect((await activate({ ...fields, hardware_id: 'a' })).trial_days).toBe(0);
      const other = await newKeyLicense(world, { ...trial, is_trial: false });
      const license = await activate({ ...other.fields, hardware_id: 'a' });
      expect(license).not.toHaveProperty('trial_days');
    });

    it('is listed with its days, after the other licenses of its user', async () => {
      const { ids, fields } = await newUserLicenses(world, {}, trial);
      const { product, username, password } = fields;
      const query = { product, username, password } as Record<string, string>;
      const { body } = await world.client.call<UserLicenses>('listUserLicenses', { query });
      const days = body.map(({ license }) => [license.id, license.trial_days]);
      expect(days).toEqual([
        [ids[0], undefined],
        [ids[1], 30],
      ]);
    });
  });

  describe('a user who has bought a license after a trial', () => {
    const ended = { is_trial: true, valid_until: PAST } as const;

    it('activates the license, not the trial, even a newer one', async () => {
      const { ids, fields } = await newUserLicenses(world, {}, { is_trial: true, valid_days: 30 });
      expect((await activate({ ...fields, hardware_id: 'a' })).id).toBe(ids[0]);
    });

    it('activates it on the device of the trial too, and checks it then', async () => {
      const { ids, fields } = await newUserLicenses(world, { is_trial: true, valid_days: 30 });
      const device = { ...fields, hardware_id: 'a' };
      expect((await activate(device)).id).toBe(ids[0]);
      const product = await world.server.store.products.findByCode(String(fields['product']));
      const license = await world.make.license({
        product_id: product?.id ?? 0,
        userId: world.person.id,
        createdAt: PAST,
      });
      expect((await activate(device)).id).toBe(license.id);
      expect((await check(device)).id).toBe(license.id);
      await later(world.server, 31 * DAY, async () =>
        expect((await activate(device)).id).toBe(license.id),
      );
    });

    it('keeps the trial while the license has no seat', async () => {
      const full = { max_activations: 1 };
      const { ids, fields } = await newUserLicenses(world, full, {
        is_trial: true,
        valid_days: 30,
      });
      await activate({ ...fields, hardware_id: 'another device' });
      expect((await activate({ ...fields, hardware_id: 'a' })).id).toBe(ids[1]);
      expect((await activate({ ...fields, hardware_id: 'a' })).id).toBe(ids[1]);
    });

    it('gets the error of the license when neither can be activated', async () => {
      const { fields } = await newUserLicenses(world, { enabled: false }, ended);
      expect((await refusal({ ...fields, hardware_id: 'a' })).code).toBe('license_not_enabled');
    });
  });
});
