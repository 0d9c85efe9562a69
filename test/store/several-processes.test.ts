import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/rules/ids.ts';
import { companyScope } from '../../src/rules/credential.ts';
import { createWorld, newBundleLicense, newKeyLicense, type World } from '../contract/world.ts';
import { rounds } from '../support/long.ts';
import {
  type Answer,
  type OtherProcess,
  type Run,
  startOtherProcess,
} from '../support/other-process.ts';

const ROUNDS = rounds(1, 10);
const AT_ONCE = 200;

/** A server and two more processes on its database. Two hundred requests arrive at all of them at once. */
describe('three processes on one database', () => {
  let world: World;
  let others: OtherProcess[];
  beforeAll(async () => {
    world = await createWorld();
    others = await Promise.all([0, 1].map(() => startOtherProcess(world.server)));
  });
  afterAll(async () => {
    await Promise.all(others.map((one) => one.close()));
    await world.server.close();
  });

  /** Sends each request to one of the processes in turn. @returns all answers */
  async function atOnce(operationId: Run['operationId'], requests: Run['requests']) {
    const shares = [0, 1, 2].map((share) => requests.filter((_, index) => index % 3 === share));
    const [own = [], ...foreign] = shares;
    const answers = await Promise.all([
      ...others.map((one, index) => one.run({ operationId, requests: foreign[index] ?? [] })),
      ...own.map(async (request): Promise<Answer> => {
        const { status, body } = await world.client.call(operationId, request as object);
        return status === 200 ? { body } : { code: String(body['code']) };
      }),
    ]);
    return answers.flat();
  }

  const devices = Array.from({ length: AT_ONCE }, (_, index) => `device ${index}`);
  const granted = (answers: readonly Answer[]) => answers.filter(({ code }) => code === undefined);
  const codes = (answers: readonly Answer[]) => [
    ...new Set(answers.flatMap(({ code }) => (code === undefined ? [] : [code]))),
  ];
  const timesActivated = async (ids: readonly number[]) => {
    const found = await Promise.all(ids.map((id) => world.server.store.licenses.find(id)));
    return found.map((license) => license?.times_activated);
  };
  const times = (name: string, work: () => Promise<void>) =>
    it(name, async () => {
      for (let round = 0; round < ROUNDS; round += 1) await work();
    });

  /** Activates all devices on a license, without slots. */
  async function bindAll(productId: number, licenseKey: string): Promise<void> {
    const query = { productId, scope: companyScope, holder: { licenseKey } };
    const report = { fields: {}, variables: {} };
    await world.server.store.transaction(async ({ seats }) => {
      const now = new Date();
      const [candidate] = await seats.findCandidates(query, now);
      if (candidate === undefined) throw new Error('no license');
      for (const hardwareId of devices) {
        const device = { ...candidate, device: undefined, newDeviceId: newId() };
        await seats.bindDevice({ ...device, hardwareId, report, isTransfer: false, now });
      }
    });
  }

  /** A license of the key product on which all devices are active, without slots. */
  async function withDevices(over: Parameters<typeof newKeyLicense>[1]) {
    const { id, fields } = await newKeyLicense(world, { ...over, max_activations: null });
    await bindAll(world.keyProduct.id, fields.license_key);
    return { id, named: devices.map((hardware_id) => ({ ...fields, hardware_id })) };
  }

  times('sell each seat of a license once', async () => {
    const { id, fields } = await newKeyLicense(world, { max_activations: 5 });
    const bodies = devices.map((hardware_id) => ({ body: { ...fields, hardware_id } }));
    const answers = await atOnce('activateLicense', bodies);
    expect(granted(answers)).toHaveLength(5);
    expect(codes(answers)).toEqual(['license_activated_max_times']);
    expect(await timesActivated([id])).toEqual([5]);
  });

  times('activate all licenses of a bundle or none, and sell each seat once', async () => {
    const limits = [{ max_activations: 20 }, { max_activations: 7 }];
    const { licenseIds, fields } = await newBundleLicense(world, limits);
    const bodies = devices.map((hardware_id) => ({ body: { ...fields, hardware_id } }));
    const answers = await atOnce('activateBundle', bodies);
    expect(granted(answers)).toHaveLength(7);
    expect(codes(answers)).toEqual(['license_activated_max_times']);
    expect(await timesActivated(licenseIds)).toEqual([7, 7]);
  });

  times('give each slot of a floating license to one device', async () => {
    const { id, named } = await withDevices({ floating: true, floating_users: 6 });
    const answers = await atOnce(
      'checkLicense',
      named.map((query) => ({ query })),
    );
    expect(granted(answers)).toHaveLength(6);
    expect(codes(answers)).toEqual(['floating_not_available']);
    const pool = { licenseId: id, licenseFeatureId: 0 };
    expect(await world.server.store.slots.count(pool, new Date())).toBe(6);
  });

  times(
    'give the slots of a bundle to one device each: of all its licenses, or of none',
    async () => {
      const floating = { floating: true, max_activations: null };
      const { licenseIds, fields } = await newBundleLicense(world, [
        { ...floating, floating_users: 9 },
        { ...floating, floating_users: 6 },
      ]);
      for (const id of world.bundle.product_ids) await bindAll(id, fields.license_key);
      const answers = await atOnce(
        'checkBundle',
        devices.map((hardware_id) => ({ query: { ...fields, hardware_id } })),
      );
      expect(granted(answers)).toHaveLength(6);
      expect(codes(answers)).toEqual(['floating_not_available']);
      for (const licenseId of licenseIds) {
        const pool = { licenseId, licenseFeatureId: 0 };
        expect(await world.server.store.slots.count(pool, new Date())).toBe(6);
      }
    },
  );

  times('lend each slot of a floating license to one device', async () => {
    const { id, named } = await withDevices({
      floating: true,
      floating_users: 4,
      can_borrow: true,
    });
    const bodies = named.map((device) => ({ body: { ...device, borrowed_until: null } }));
    const answers = await atOnce('borrowSlot', bodies);
    expect(granted(answers)).toHaveLength(4);
    expect(codes(answers)).toEqual(['floating_not_available']);
    const page = await world.server.store.slots.list({ license_id: id }, new Date(), { limit: 9 });
    expect(page.items.filter(({ borrowed_until: until }) => until !== null)).toHaveLength(4);
  });

  times('create one trial for each device', async () => {
    const product = await world.make.product({
      authorization_method: 'license-key',
      allow_trial: true,
    });
    const names = Array.from({ length: 10 }, () => randomUUID());
    const queries = devices.map((_, index) => ({
      query: { product: product.code, hardware_id: names[index % names.length] },
    }));
    const answers = await atOnce('getTrialKey', queries);
    expect(codes(answers)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body?.['id'])).size).toBe(names.length);
    const filter = { product_id: product.id };
    const { total } = await world.server.store.licenses.list(filter, { limit: 1 });
    expect(total).toBe(names.length);
  });

  times('count each use once, up to the limit', async () => {
    const terms = { license_type: 'consumption', max_consumptions: 90 } as const;
    const { id, named } = await withDevices(terms);
    const bodies = named.map((device) => ({ body: { ...device, consumptions: 1 } }));
    const answers = await atOnce('addConsumption', bodies);
    expect(codes(answers)).toEqual(['license_not_enough_consumptions']);
    const totals = granted(answers).map(({ body }) => Number(body?.['total_consumptions']));
    expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, i) => i + 1));
    const license = await world.server.store.licenses.find(id);
    expect(license).toMatchObject({ total_consumptions: 90 });
    const days = await world.server.store.consumptionDays.list({ license_id: id }, { limit: 9 });
    expect(days.items.reduce((sum, { consumptions }) => sum + consumptions, 0)).toBe(90);
  });
});
