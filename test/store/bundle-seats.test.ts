import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWorld, newBundleLicense, type World } from '../contract/world.ts';
import { rounds } from '../support/long.ts';
import { startPair } from '../support/start-pair.ts';

const MEMBERS = [0, 1];
const DEVICES = ['a', 'b', 'c', 'd'] as const;

let world: World;
beforeAll(async () => {
  world = await createWorld({}, startPair);
});
afterAll(() => world.server.close());

const request = fc.record({
  action: fc.constantFrom('activate', 'activate', 'deactivate'),
  /** A member license, or the bundle. */
  what: fc.constantFrom<'bundle' | number>('bundle', 'bundle', ...MEMBERS),
});
/** What devices request at once: each sends one request. */
const batch = fc
  .uniqueArray(fc.constantFrom(...DEVICES), { minLength: 1 })
  .chain((devices) => fc.record(Object.fromEntries(devices.map((one) => [one, request]))));
const limit = fc.option(fc.integer({ min: 1, max: 4 }));

it('a bundle and its member licenses never differ about their seats', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(limit, limit),
      fc.array(batch, { minLength: 3, maxLength: 12 }),
      async (limits, batches) => {
        const { bundle, client, server } = world;
        const { licenseIds, fields } = await newBundleLicense(
          world,
          limits.map((max_activations) => ({ max_activations })),
        );
        const products = await Promise.all(
          bundle.product_ids.map((id) => server.store.products.find(id)),
        );
        /** The devices that each member has, as the answers say. */
        const active = MEMBERS.map(() => new Set<string>());

        for (const requests of batches) {
          const before = active.map((devices) => new Set(devices));
          const isAlone = Object.keys(requests).length === 1;
          await Promise.all(
            Object.entries(requests).map(async ([hardware_id, { action, what }]) => {
              const isBundle = what === 'bundle';
              const product = isBundle ? bundle.code : products[what]?.code;
              const { status, body } = await client.call(
                `${action}${isBundle ? 'Bundle' : 'License'}`,
                { body: { ...fields, product, hardware_id } },
              );
              const members = isBundle ? MEMBERS : [what];
              const has = members.map((one) => before[one]?.has(hardware_id) === true);
              if (isAlone || action === 'deactivate') {
                // Seats are all that an activation can lack here, and the device all that a deactivation can.
                const free = members.map((one, index) => {
                  const most = limits[one] ?? Infinity;
                  return has[index] === true || (before[one]?.size ?? 0) < most;
                });
                const isExpected = action === 'activate' ? free.every(Boolean) : has.some(Boolean);
                expect(status).toBe(isExpected ? 200 : 400);
              }
              if (status !== 200) {
                expect(body['code']).toBe(
                  action === 'activate' ? 'license_activated_max_times' : 'device_not_found',
                );
                return;
              }
              for (const one of members) {
                if (action === 'activate') active[one]?.add(hardware_id);
                else active[one]?.delete(hardware_id);
              }
            }),
          );
          for (const [index, id] of licenseIds.entries()) {
            const filter = { license_id: id, active: true };
            const { items } = await server.store.devices.list(filter, { limit: 100 });
            const license = await server.store.licenses.find(id);
            const expected = [...(active[index] ?? [])].sort();
            expect(items.map(({ hardware_id }) => hardware_id).sort()).toEqual(expected);
            expect(license?.times_activated).toBe(expected.length);
            expect(expected.length).toBeLessThanOrEqual(limits[index] ?? Infinity);
          }
        }
        // A check of the bundle returns the licenses that the device has, and no others.
        for (const hardware_id of DEVICES) {
          const query = { ...fields, hardware_id };
          const { status, body } = await client.call('checkBundle', { query });
          const ids = status === 200 ? (body as unknown as { id: number }[]) : [];
          expect(ids.map(({ id }) => id)).toEqual(
            licenseIds.filter((_, index) => active[index]?.has(hardware_id)),
          );
        }
      },
    ),
    { numRuns: rounds(10, 60), endOnFailure: true },
  );
});
