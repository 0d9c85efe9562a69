import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastReset } from '../../src/rules/consumption.ts';
import { createWorld, newKeyLicense, type World } from '../contract/world.ts';
import { createClient } from '../support/client.ts';
import { rounds } from '../support/long.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { TestClock } from '../support/test-clock.ts';

const NOW = new Date('2027-01-01T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LIMIT = 10;
/** The clock of the second instance is behind by so much. */
const BEHIND = 3 * MINUTE;

let world: World;
let second: TestServer;
beforeAll(async () => {
  world = await createWorld({ now: NOW });
  const slow = new TestClock(new Date(NOW.getTime() - BEHIND));
  second = await startServer({ beside: { ...world.server, clock: slow } });
});
afterAll(async () => {
  await second.close();
  await world.server.close();
});

/** Minutes until the server looks again: a few, some days, or to around the next midnight. */
const pause = fc.oneof(
  fc.integer({ min: 0, max: 600 }),
  fc.integer({ min: 0, max: 400 }).map((days) => days * 24 * 60),
  fc.constantFrom('before midnight', 'after midnight'),
);
/** Of what arrives at once at both instances: use, and checks. */
const requests = fc.record({
  pause,
  uses: fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4 })), { maxLength: 8 }),
  checks: fc.integer({ min: 0, max: 2 }),
});
const period = fc.constantFrom('daily', 'weekly', 'monthly', 'annually');

it('a counter is reset once a period, however late and however often two instances look', async () => {
  await fc.assert(
    fc.asyncProperty(
      period,
      fc.array(requests, { minLength: 2, maxLength: 10 }),
      async (consumption_period, sequence) => {
        const { client, server } = world;
        const clients = [client, createClient(second, world.apiKey)];
        const { id, fields } = await newKeyLicense(world, {
          license_type: 'consumption',
          max_consumptions: LIMIT,
          consumption_period,
        });
        const device = { ...fields, hardware_id: 'a' };
        await client.call('activateLicense', { body: device });
        const periodOf = (time: Date) => lastReset(consumption_period, time).getTime();
        /** What is stored of each period. */
        const stored = async () => {
          const { items } = await server.store.consumptionDays.list(
            { license_id: id },
            { limit: 1_000 },
          );
          const byPeriod = Map.groupBy(items, ({ day }) => periodOf(day));
          return new Map(
            [...byPeriod].map(([when, days]) => [
              when,
              days.reduce((sum, { consumptions }) => sum + consumptions, 0),
            ]),
          );
        };
        let accepted = 0;

        for (const { pause: time, uses, checks } of sequence) {
          const passed = millisecondsOf(time);
          for (const { clock } of [server, second]) clock.advance(passed);
          const now = server.clock.now();
          const used = (await stored()).get(periodOf(now)) ?? 0;
          const answers = await Promise.all([
            ...uses.map(async ([isSecond, consumptions]) => {
              const body = { ...device, consumptions };
              const answer = await clients[Number(isSecond)]?.call('addConsumption', { body });
              return { status: answer?.status, consumptions };
            }),
            ...Array.from({ length: checks }, async () => {
              await Promise.all(clients.map((one) => one.call('checkLicense', { query: device })));
              return { status: 0, consumptions: 0 };
            }),
          ]);
          const counted = answers
            .filter(({ status }) => status === 200)
            .reduce((sum, { consumptions }) => sum + consumptions, 0);
          accepted += counted;

          const after = await stored();
          for (const total of after.values()) expect(total).toBeLessThanOrEqual(LIMIT);
          expect([...after.values()].reduce((sum, total) => sum + total, 0)).toBe(accepted);
          const { body } = await client.call('checkLicense', { query: device });
          expect(body['total_consumptions']).toBe(after.get(periodOf(now)) ?? 0);
          // Where both clocks show the same period, all of it counts there, and only the limit refuses.
          if (periodOf(second.clock.now()) !== periodOf(now)) continue;
          expect(after.get(periodOf(now)) ?? 0).toBe(used + counted);
          const refused = answers.filter(({ status }) => status === 400);
          for (const { consumptions } of refused) {
            expect(used + counted + consumptions).toBeGreaterThan(LIMIT);
          }
        }
      },
    ),
    { numRuns: rounds(15, 100), endOnFailure: true },
  );

  function millisecondsOf(time: number | string): number {
    if (typeof time === 'number') return time * MINUTE;
    const toMidnight = DAY - (world.server.clock.now().getTime() % DAY);
    return toMidnight + (time === 'before midnight' ? -1 : 1) * MINUTE;
  }
});
