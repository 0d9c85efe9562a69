import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminWorld, createAdminWorld } from './world.ts';

describe('resellers', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  it('are created, changed and listed', async () => {
    const body = { code: 'north', name: 'North' };
    const made = await world.client.call<{ id: number }>('createReseller', { body });
    const path = { id: made.body.id };
    await world.client.call('updateReseller', { path, body: { name: 'South' } });
    const { body: list } = await world.client.call('listResellers', { query: { code: 'north' } });
    expect(list).toMatchObject({ items: [{ ...path, name: 'South', metadata: {} }], total: 1 });
  });
});
