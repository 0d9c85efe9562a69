import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { newFloating } from '../new-floating.ts';
import {
  startWorld,
  fieldsAfterSignIn,
  later,
  newKeyLicense,
  newPerson,
  newUserLicenses,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];
type Borrowed = components['schemas']['BorrowedSlot'];
type Fields = Record<string, unknown>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `POST /api/v4/floating/release` and `POST /api/v4/floating/borrow` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const borrowable = (count: number, over: Parameters<typeof newKeyLicense>[1] = {}) =>
    newFloating(world, count, { can_borrow: true, max_borrow_time: 48, ...over });
  const check = async (query: Fields) =>
    (await world.client.call<License>('checkLicense', { query: query as Record<string, string> }))
      .body;
  const release = (body: Fields) => world.client.call('releaseSlot', { body });
  const borrow = async (body: Fields) =>
    (await world.client.call<Borrowed>('borrowSlot', { body })).body;
  const refusal = async (operation: 'releaseSlot' | 'borrowSlot', body: Fields) =>
    (await world.client.refused(operation, { body })).code;
  const inHours = (hours: number) =>
    new Date(world.server.clock.now().getTime() + hours * HOUR).toISOString();

  /** In how many hours a time is, to the minute: the clock goes on during a test. */
  const hoursTo = (text: string) =>
    Math.round((Date.parse(text) - world.server.clock.now().getTime()) / 60_000) / 60;

  describe('the release of a slot', () => {
    it('frees it for another device at once, and the device stays active', async () => {
      const { devices } = await newFloating(world, 2);
      expect(await release(devices.a)).toMatchObject({ status: 200, body: '' });
      expect(await check(devices.b)).toMatchObject({ floating_in_use: true, times_activated: 2 });
      expect((await world.client.refused('checkLicense', { query: devices.a })).code).toBe(
        'floating_not_available',
      );
      await release(devices.b);
      expect(await check(devices.a)).toMatchObject({ floating_in_use: true });
    });

    it('is refused to a device without a slot, and for a license that is not floating', async () => {
      const { devices } = await newFloating(world, 2);
      expect(await refusal('releaseSlot', devices.b)).toBe('floating_not_available');
      await release(devices.a);
      expect(await refusal('releaseSlot', devices.a)).toBe('floating_not_available');
      const plain = await newFloating(world, 1, {
        floating: false,
        floating_users: null,
        floating_timeout: null,
      });
      expect(await refusal('releaseSlot', plain.devices.a)).toBe('floating_not_available');
    });

    it('works for an expired license', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + HOUR);
      const { devices } = await borrowable(1, { license_type: 'time-limited', valid_until });
      await borrow({ ...devices.a, borrowed_until: null });
      await later(world.server, 2 * HOUR, async () => {
        expect(await check(devices.a)).toMatchObject({ is_expired: true, is_borrowed: true });
        expect((await release(devices.a)).status).toBe(200);
        expect(await check(devices.a)).toMatchObject({ is_borrowed: false });
      });
    });

    it('takes the username of a license user, and not the device of another one', async () => {
      const terms = { floating: true, floating_users: 2, max_activations: 5 };
      const { ids, fields } = await newUserLicenses(world, terms);
      const device = { ...fields, hardware_id: 'a' };
      await world.client.call('activateLicense', { body: device });
      const other = await newPerson(world);
      await world.server.store.assignments.assign(ids[0] ?? 0, other.id, null);
      const { product } = fields;
      const theirs = { product, hardware_id: 'a', username: other.email };
      expect(await refusal('releaseSlot', theirs)).toBe('device_not_found');
      expect(await check({ ...theirs, username: fields['username'] })).toMatchObject({
        floating_in_use: true,
      });
      const own = { product, hardware_id: 'a', username: fields['username'] };
      expect((await release(own)).status).toBe(200);
    });
  });

  describe('a borrowed slot', () => {
    it('is kept until its end, whether the device is heard of or not', async () => {
      const { id, devices } = await borrowable(2);
      const until = inHours(24);
      const body = await borrow({ ...devices.a, borrowed_until: until });
      expect(body).toEqual({
        borrowed_until: until,
        max_borrow_time: 48,
        device_id: expect.any(Number),
        license_id: id,
      });
      expect(await check(devices.a)).toMatchObject({
        floating_in_use: true,
        can_borrow: true,
        max_borrow_time: 48,
        is_borrowed: true,
        borrowed_until: until,
        device_id: body.device_id,
      });
      const refused = () => world.client.refused('checkLicense', { query: devices.b });
      await later(world.server, 24 * HOUR - 60_000, async () => {
        expect((await refused()).code).toBe('floating_not_available');
      });
      await later(world.server, 24 * HOUR, async () => {
        expect(await check(devices.b)).toMatchObject({ floating_in_use: true, is_borrowed: false });
      });
    });

    it('is an ordinary one afterwards, if the device is heard of', async () => {
      const { devices } = await borrowable(2);
      await borrow({ ...devices.a, borrowed_until: inHours(2) });
      await later(world.server, 1.9 * HOUR, async () => check(devices.a));
      await later(world.server, 2.1 * HOUR, async () => {
        expect((await world.client.refused('checkLicense', { query: devices.b })).code).toBe(
          'floating_not_available',
        );
        expect(await check(devices.a)).toMatchObject({
          floating_in_use: true,
          is_borrowed: false,
          borrowed_until: null,
        });
      });
    });

    it('lasts as long as possible with null, and another borrow takes its place', async () => {
      const { devices } = await borrowable(1);
      const borrowed = async (borrowed_until: string | null) =>
        (await borrow({ ...devices.a, borrowed_until })).borrowed_until;
      expect(hoursTo(await borrowed(null))).toBe(48);
      const shorter = inHours(3);
      expect(await borrowed(shorter)).toBe(shorter);
      expect(await check(devices.a)).toMatchObject({ borrowed_until: shorter });
      await later(world.server, 2 * HOUR, async () => {
        expect(hoursTo(await borrowed(null))).toBe(48);
      });
    });

    it('is free again after a release and after a deactivation', async () => {
      const { devices } = await borrowable(3);
      await borrow({ ...devices.a, borrowed_until: null });
      await release(devices.a);
      expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
      await borrow({ ...devices.b, borrowed_until: null });
      await world.client.call('deactivateLicense', { body: devices.b });
      expect(await check(devices.c)).toMatchObject({ floating_in_use: true });
    });

    it('is taken by a device that holds none, if one is free', async () => {
      const { devices } = await borrowable(2);
      const body = { ...devices.b, borrowed_until: null };
      expect(await refusal('borrowSlot', body)).toBe('floating_not_available');
      await release(devices.a);
      expect(hoursTo((await borrow(body)).borrowed_until)).toBe(48);
    });

    it.each([
      ['2026-12-01T23:30:48.016Z', '2026-12-01T23:30:48.016Z'],
      ['2026-12-01T23:30:48.0169+00:00', '2026-12-01T23:30:48.016Z'],
      ['2026-12-01 23:30:48.5', '2026-12-01T23:30:48.500Z'],
      ['2026-12-01 23:30:48', '2026-12-01T23:30:48.000Z'],
      ['2026-12-01 23:30', '2026-12-01T23:30:00.000Z'],
      ['2026-12-01', '2026-12-01T00:00:00.000Z'],
    ])('ends at a time in UTC: %s', async (text, time) => {
      const { devices } = await borrowable(1, { max_borrow_time: 8760 });
      const ahead = Date.parse('2026-11-30T00:00:00Z') - world.server.clock.now().getTime();
      await later(world.server, ahead, async () => {
        await check(devices.a);
        expect(await borrow({ ...devices.a, borrowed_until: text })).toMatchObject({
          borrowed_until: time,
        });
      });
    });

    it.each([
      ['the past', () => inHours(-1)],
      ['now', () => inHours(0)],
      ['too far ahead', () => inHours(48.001)],
      ['a day that does not exist', () => '2027-02-31'],
      ['an hour that does not exist', () => '2027-02-01 24:00'],
      ['another time zone', () => '2026-11-24T12:00:00+02:00'],
      ['no text', () => ''],
      ['words', () => 'tomorrow'],
    ])('is refused with %s, and changes nothing', async (_, text) => {
      const { devices } = await borrowable(1);
      const { code, message } = await world.client.refused('borrowSlot', {
        body: { ...devices.a, borrowed_until: text() },
      });
      expect(code).toBe('borrow_until_not_valid');
      expect(message).toMatch(/^Borrow until field is not valid: /);
      expect(await check(devices.a)).toMatchObject({ is_borrowed: false });
    });

    it('needs the property, as text or null', async () => {
      const { devices } = await borrowable(1);
      expect(await refusal('borrowSlot', devices.a)).toBe('missing_parameters');
      const number = { ...devices.a, borrowed_until: 1_800_000_000 };
      expect(await refusal('borrowSlot', number)).toBe('validation_error');
    });

    it('takes a password, a token or a code of a license user', async () => {
      const terms = { floating: true, can_borrow: true, max_activations: null };
      const { fields } = await newUserLicenses(world, {
        ...terms,
        customer_id: world.account.customerId,
      });
      const device = { ...fields, hardware_id: 'a', borrowed_until: null };
      await world.client.call('activateLicense', { body: device });
      expect(hoursTo((await borrow(device)).borrowed_until)).toBe(168);
      expect(await refusal('borrowSlot', { ...device, password: undefined })).toBe(
        'missing_parameters',
      );
      expect(await refusal('borrowSlot', { ...device, password: 'wrong' })).toBe(
        'license_not_found',
      );
      for (const way of ['id_token', 'code'] as const) {
        const query = { product: fields['product'] ?? '' };
        const signedIn = await fieldsAfterSignIn(world, way, { query });
        const body = { ...signedIn, hardware_id: 'a', borrowed_until: null };
        expect(hoursTo((await borrow(body)).borrowed_until)).toBe(168);
        const again = { ...body, hardware_id: 'b' };
        expect(await refusal('borrowSlot', again)).toBe(
          way === 'code' ? 'sso_code_invalid' : 'sso_token_used',
        );
      }
    });

    it('is written to the audit log', async () => {
      const { id, devices } = await borrowable(1);
      const { borrowed_until } = await borrow({ ...devices.a, borrowed_until: null });
      const { items } = await world.server.store.audit.list(
        { action: 'borrowSlot', about: { licenseKey: devices.a.license_key } },
        { limit: 1 },
      );
      const detail = { borrowed_until };
      expect(items).toMatchObject([{ subject: { kind: 'license', id }, outcome: 'done', detail }]);
    });
  });

  it('both are refused in the documented order, and to a read-only API key', async () => {
    const { id, fields } = await newKeyLicense(world, { enabled: false });
    const a = { ...fields, hardware_id: 'a', borrowed_until: 'never' };
    const both = async (body: Fields) => [
      await refusal('releaseSlot', body),
      await refusal('borrowSlot', body),
    ];
    const set = (columns: Parameters<typeof updateRow>[3]) =>
      updateRow(world.server, 'licenses', id, columns);
    const twice = (code: string) => [code, code];
    expect(await both({ ...a, license_key: 'AAAA' })).toEqual(twice('license_not_found'));
    expect(await both(a)).toEqual(twice('license_not_active'));
    await set({ enabled: true });
    await world.client.call('activateLicense', { body: a });
    await set({ enabled: false });
    const b = { ...a, hardware_id: 'b' };
    expect(await both(b)).toEqual(twice('license_not_enabled'));
    await set({ enabled: true });
    expect(await both(b)).toEqual(['device_not_found', 'license_borrow_not_allowed']);
    await set({ floating: true, can_borrow: true });
    expect(await both(b)).toEqual(['device_not_found', 'borrow_until_not_valid']);
    const untilNull = { borrowed_until: null };
    expect(await both({ ...b, ...untilNull })).toEqual(twice('device_not_found'));
    expect(await both(a)).toEqual(['floating_not_available', 'borrow_until_not_valid']);
    const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
    for (const operation of ['releaseSlot', 'borrowSlot']) {
      expect((await readOnly.refused(operation, { body: a })).code).toBe('read_only_api_key');
    }
  });

  it('an expired license is not borrowed', async () => {
    const valid_until = new Date(world.server.clock.now().getTime() + DAY);
    const { devices } = await borrowable(1, { license_type: 'time-limited', valid_until });
    await later(world.server, 2 * DAY, async () => {
      const body = { ...devices.a, borrowed_until: null };
      expect(await refusal('borrowSlot', body)).toBe('license_expired');
    });
  });

  it('borrowing never gives more slots than there are, whatever arrives at once', async () => {
    const { devices } = await borrowable(0, { floating_users: 5 });
    const all = Array.from({ length: 40 }, (_, index) => ({
      ...devices.a,
      hardware_id: `device ${index}`,
    }));
    await Promise.all(all.map((body) => world.client.call('activateLicense', { body })));
    await later(world.server, DAY, async () => {
      const calls = await Promise.all(
        all.flatMap((device) => [
          world.client.call('borrowSlot', { body: { ...device, borrowed_until: null } }),
          world.client.call('checkLicense', { query: device }),
        ]),
      );
      expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 400]));
      const held = await Promise.all(
        all.map((query) => world.client.call('checkLicense', { query })),
      );
      expect(held.filter(({ status }) => status === 200)).toHaveLength(5);
    });
  });
});
