import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, newKeyLicense, newUserLicenses, PAST, type World } from '../world.ts';
import { updateRow } from '../../support/update-row.ts';

type License = components['schemas']['License'];

/** `POST /api/v4/activate_license`: a person with several licenses of the product */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (body: Record<string, unknown>) =>
    world.client.call<License>('activateLicense', { body });
  const refusal = async (body: Record<string, unknown>) =>
    (await world.client.refused('activateLicense', { body })).code;

  describe('activation: the choice between several licenses', () => {
    it('is the one that the device is bound to, even an old one', async () => {
      const { ids, fields } = await newUserLicenses(world, {}, {});
      await activate({ ...fields, hardware_id: 'a', license_id: ids[0] });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ id: ids[0], times_activated: 1 });
    });

    it('returns the error of the one that the device is bound to', async () => {
      const { ids, fields } = await newUserLicenses(world, {}, {});
      await activate({ ...fields, hardware_id: 'a', license_id: ids[0] });
      await updateRow(world.server, 'licenses', ids[0] ?? 0, { enabled: false });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_not_enabled');
    });

    it('is the newest', async () => {
      const { ids, fields } = await newUserLicenses(world, {}, {}, {});
      expect((await activate({ ...fields, hardware_id: 'a' })).body.id).toBe(ids[2]);
    });

    it('is the newest that is enabled, not expired and has a free seat', async () => {
      const { ids, fields } = await newUserLicenses(
        world,
        ...[{}, {}, { max_activations: 1 }, { enabled: false }],
        ...[{ license_type: 'time-limited', valid_until: PAST } as const],
      );
      await activate({ ...fields, license_id: ids[2], hardware_id: 'the device in the seat' });
      expect((await activate({ ...fields, hardware_id: 'a' })).body.id).toBe(ids[1]);
    });

    it('returns the error of the newest when none can be activated', async () => {
      const full = { max_activations: 1 };
      const expired = { license_type: 'time-limited', valid_until: PAST } as const;
      const { ids, fields } = await newUserLicenses(world, expired, { enabled: false }, full);
      await activate({ ...fields, license_id: ids[2], hardware_id: 'the device in the seat' });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_activated_max_times');
      const other = await newUserLicenses(world, { enabled: false }, expired);
      expect(await refusal({ ...other.fields, hardware_id: 'a' })).toBe('license_expired');
      const another = await newUserLicenses(world, expired, { enabled: false });
      expect(await refusal({ ...another.fields, hardware_id: 'a' })).toBe('license_not_enabled');
    });

    it('is the one with license_id and no other', async () => {
      const { ids, fields } = await newUserLicenses(world, { enabled: false }, {}, {});
      const body = { ...fields, hardware_id: 'a' };
      expect((await activate({ ...body, license_id: ids[1] })).body.id).toBe(ids[1]);
      expect((await activate({ ...body, license_id: ids[2] })).body.id).toBe(ids[2]);
      expect(await refusal({ ...body, license_id: ids[0] })).toBe('license_not_enabled');
      expect(await refusal({ ...body, license_id: 12 })).toBe('license_not_found');
      const foreign = await newKeyLicense(world);
      expect(await refusal({ ...body, license_id: foreign.id })).toBe('license_not_found');
    });
  });
});
