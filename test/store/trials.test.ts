import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { components } from '../../generated/openapi.d.ts';
import { createWorld, type World } from '../contract/world.ts';
import { rounds } from '../support/long.ts';
import { startPair } from '../support/start-pair.ts';

type Trial = components['schemas']['TrialKey'];
type License = components['schemas']['License'];

const DAY = 86_400_000;
const DAYS = 15;

let world: World;
beforeAll(async () => {
  world = await createWorld({ now: new Date('2027-01-01T12:00:00.000Z') }, startPair);
});
afterAll(() => world.server.close());

/** Whom a trial of a product by license key is for, and of one by user. */
const ask = fc.record({
  kind: fc.constant('ask' as const),
  byUser: fc.boolean(),
  device: fc.constantFrom('a', 'b', 'c'),
  address: fc.constantFrom('bob', 'BOB', 'eve'),
});
const activate = fc.record({
  kind: fc.constant('activate' as const),
  owner: fc.constantFrom('a', 'b', 'c'),
  device: fc.constantFrom('a', 'b', 'c'),
});
/** Requests that arrive at once, and the days since those before. */
const batches = fc.array(
  fc.record({
    days: fc.integer({ min: 0, max: 10 }),
    requests: fc.array(fc.oneof({ weight: 3, arbitrary: ask }, activate), {
      minLength: 1,
      maxLength: 10,
    }),
  }),
  { minLength: 3, maxLength: 8 },
);

it('each device and each address has one trial of a product, whose end never moves', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (sequence) => {
      const { make, client, server } = world;
      const trials = { allow_trial: true, trial_days: DAYS };
      const byKey = await make.product({ ...trials, authorization_method: 'license-key' });
      const byUser = await make.product({ ...trials, authorization_method: 'user' });
      /** The trial of each holder, and its end: what was answered first. */
      const known = new Map<string, { id: number; key: string | undefined; end: string | null }>();

      async function send(request: (typeof sequence)[number]['requests'][number]) {
        if (request.kind === 'ask') {
          const { device: hardware_id, address } = request;
          // The addresses differ between runs: a user is not of one product alone.
          const email = `${address}@${byUser.code}.test`;
          const query = request.byUser
            ? { product: byUser.code, hardware_id, email }
            : { product: byKey.code, hardware_id };
          const holder = request.byUser ? email.toLowerCase() : hardware_id;
          // Another request of the batch may activate it meanwhile. What was answered before stays.
          const endBefore = known.get(holder)?.end ?? null;
          const { status, body } = await client.call<Trial>('getTrialKey', { query });
          expect(status).toBe(200);
          const { id, license_key: key, validity_period: end } = body;
          const before = known.get(holder);
          if (before === undefined) known.set(holder, { id, key, end });
          else expect({ holder, id }).toEqual({ holder, id: before.id });
          if (endBefore !== null) expect(end).toBe(endBefore);
          return;
        }
        const license_key = known.get(request.owner)?.key;
        if (license_key === undefined) return;
        const device = { product: byKey.code, license_key, hardware_id: request.device };
        const { status, body } = await client.call<License>('activateLicense', { body: device });
        const now = server.clock.now().getTime();
        const before = known.get(request.owner);
        if (before === undefined) return;
        if (status !== 200) {
          const refusals = ['license_activated_max_times', 'trial_expired'];
          expect(refusals).toContain((body as unknown as { code: string }).code);
          return;
        }
        before.end ??= new Date(now + DAYS * DAY).toISOString();
        expect(body.validity_period).toBe(before.end);
        expect(now).toBeLessThanOrEqual(Date.parse(before.end));
      }

      for (const { days, requests } of sequence) {
        server.clock.advance(days * DAY);
        await Promise.all(requests.map(send));
      }
      const [keys, users] = await Promise.all(
        [byKey, byUser].map(({ id }) =>
          server.store.licenses.list({ product_id: id }, { limit: 100 }),
        ),
      );
      const stored = [...(keys?.items ?? []), ...(users?.items ?? [])];
      expect(stored.map(({ trial_holder: holder, id }) => [holder, id]).sort()).toEqual(
        [...known].map(([holder, { id }]) => [holder, id]).sort(),
      );
      for (const { trial_holder: holder, valid_until: end } of stored) {
        expect(end?.toISOString() ?? null).toBe(known.get(holder ?? '')?.end);
      }
    }),
    { numRuns: rounds(8, 60), endOnFailure: true },
  );
});
