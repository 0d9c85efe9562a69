import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createAdminClient } from '../../support/admin-client.ts';
import { newFloating } from '../new-floating.ts';
import { createWorld, newFeatureLicense, type World } from '../world.ts';

type SlotList = components['schemas']['AdminSlotList'];

describe('the slots in use of a license', () => {
  let world: World;
  let admin: Awaited<ReturnType<typeof createAdminClient>>;
  beforeAll(async () => {
    world = await createWorld();
    admin = await createAdminClient(world.server);
  });
  afterAll(() => world.server.close());

  const list = async (id: number, query = {}) =>
    (await admin.call<SlotList>('listSlots', { path: { id }, query })).body.items;
  const free = (id: number, slot_id: number) => admin.call('freeSlot', { path: { id, slot_id } });

  it('are listed with their devices, newest first, until they end', async () => {
    const { id, devices } = await newFloating(world, 3, { floating_users: 2, can_borrow: true });
    const body = { ...devices.a, borrowed_until: null };
    const { body: borrowed } = await world.client.call('borrowSlot', { body });
    const slots = await list(id);
    expect(slots.map(({ hardware_id }) => hardware_id).sort()).toEqual(['a', 'b']);
    expect(await list(id, { hardware_id: 'a' })).toMatchObject([
      {
        license_id: id,
        device_id: borrowed['device_id'],
        hardware_id: 'a',
        license_user_email: null,
        feature: null,
        held_until: borrowed['borrowed_until'],
        borrowed_until: borrowed['borrowed_until'],
      },
    ]);
    expect(await list(id, { hardware_id: 'c' })).toEqual([]);
    world.server.clock.advance(3_600_000);
    expect((await list(id)).map(({ hardware_id }) => hardware_id)).toEqual(['a']);
    world.server.clock.advance(-3_600_000);
  });

  it('are freed by the vendor, also when they are borrowed, with an audit entry', async () => {
    const { id, devices } = await newFloating(world, 2, { can_borrow: true });
    await world.client.call('borrowSlot', { body: { ...devices.a, borrowed_until: null } });
    const [slot] = await list(id);
    expect((await free(id, slot?.id ?? 0)).status).toBe(204);
    expect(await list(id)).toEqual([]);
    const check = async () => (await world.client.call('checkLicense', { query: devices.b })).body;
    expect(await check()).toMatchObject({ floating_in_use: true });
    const { items } = await world.server.store.audit.list({ action: 'freeSlot' }, { limit: 1 });
    const subject = expect.objectContaining({ kind: 'license', id }) as unknown;
    expect(items).toMatchObject([{ subject, detail: { device: slot?.device_id } }]);
  });

  it('name the feature that they are of', async () => {
    const { id, fields } = await newFeatureLicense(world, 'activation', {
      terms: { floating: true },
    });
    const device = { ...fields, hardware_id: 'a' };
    await world.client.call('activateLicense', { body: device });
    await world.client.call('checkLicenseFeature', { query: device });
    expect(await list(id)).toMatchObject([{ hardware_id: 'a', feature: fields.feature }]);
  });

  it('are not found at another license, or after they have ended', async () => {
    const one = await newFloating(world, 1);
    const two = await newFloating(world, 1);
    const [slot] = await list(one.id);
    const refused = async (id: number) =>
      (await admin.refused('freeSlot', { path: { id, slot_id: slot?.id ?? 0 } })).code;
    expect(await refused(two.id)).toBe('not_found');
    expect((await admin.refused('listSlots', { path: { id: 1 } })).code).toBe('not_found');
    await free(one.id, slot?.id ?? 0);
    expect(await refused(one.id)).toBe('not_found');
  });
});
