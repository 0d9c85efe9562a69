import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, goodCall, newBundleLicense, offlineBody, type World } from '../world.ts';

type Fields = Record<string, unknown>;

const DAY = 86_400_000;
const OPERATIONS = [
  'activateOffline',
  'deactivateOffline',
  'activateBundleOffline',
  'deactivateBundleOffline',
] as const;

/** What the operations that take a request file refuse, each of them. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const refusal = async (operationId: string, body: Fields) =>
    (await world.client.refused(operationId, { body: offlineBody(world, body) })).code;
  const raw = async (operationId: string, rawBody: string, contentType = 'text/plain') =>
    (await world.client.refused(operationId, { rawBody, contentType })).code;
  const date = (milliseconds: number) =>
    new Date(world.server.clock.now().getTime() + milliseconds).toUTCString();
  /** The fields of a request file that is accepted. */
  const good = async (operationId: string): Promise<Fields> => {
    const { body } = await goodCall(world, operationId);
    return { ...(body as Fields), toJSON: undefined };
  };

  describe.each(OPERATIONS)('%s', (operationId) => {
    it('is refused with what is no request file', async () => {
      expect(await raw(operationId, '')).toBe('missing_content');
      const text = Buffer.from('hardware_id=a').toString('base64');
      expect(await raw(operationId, text)).toBe('invalid_json');
      expect(await raw(operationId, 'A'.repeat(70_000))).toBe('payload_too_large');
      expect(await raw(operationId, text, 'image/png')).toBe('unsupported_media_type');
    });

    it('is refused without a product, with another schema, and with an old date', async () => {
      const fields = await good(operationId);
      expect(await refusal(operationId, { ...fields, product: undefined })).toBe(
        'missing_parameters',
      );
      expect(await refusal(operationId, { ...fields, schema_version: 3 })).toBe(
        'offline_schema_not_supported',
      );
      expect(await refusal(operationId, { ...fields, date: date(-100 * DAY) })).toBe(
        'offline_date_not_valid',
      );
    });

    it('is refused with the ID of another request', async () => {
      const request_id = randomUUID();
      const [one, other] = [await good(operationId), await good(operationId)];
      const body = offlineBody(world, { ...one, request_id });
      expect((await world.client.call(operationId, { body })).status).toBe(200);
      expect(await refusal(operationId, { ...other, request_id })).toBe('offline_request_used');
    });
  });

  describe('the offline activation of a bundle', () => {
    const activate = (fields: Fields) => refusal('activateBundleOffline', fields);
    const online = (operationId: string, body: Fields) =>
      world.client.call<{ device_id: number }[]>(operationId, { body });

    it.each([
      ['license_not_enabled', { enabled: false }],
      ['license_expired', { license_type: 'time-limited', valid_until: new Date(2020, 1) }],
      ['license_not_started', { starts_at: new Date(2100, 1) }],
      ['trial_expired', { is_trial: true, valid_until: new Date(2020, 1) }],
    ] as const)('is refused with %s of one license', async (code, terms) => {
      const { fields } = await newBundleLicense(world, [{}, terms]);
      expect(await activate({ ...fields, hardware_id: 'a' })).toBe(code);
    });

    it('is refused without a seat, and for a device that is blacklisted', async () => {
      const { fields } = await newBundleLicense(world, [{}, { max_activations: 1 }]);
      const { body } = await online('activateBundle', { ...fields, hardware_id: 'a' });
      expect(await activate({ ...fields, hardware_id: 'b' })).toBe('license_activated_max_times');
      await updateRow(world.server, 'devices', body[1]?.device_id ?? 0, { blacklisted: true });
      expect(await activate({ ...fields, hardware_id: 'a' })).toBe('blacklisted');
    });

    it('is refused when one license may not move to another device', async () => {
      const bound = { max_activations: 1, allow_transfers: false };
      const { fields } = await newBundleLicense(world, [{}, bound]);
      await online('activateBundle', { ...fields, hardware_id: 'a' });
      await online('deactivateBundle', { ...fields, hardware_id: 'a' });
      expect(await activate({ ...fields, hardware_id: 'b' })).toBe('license_transferred_max_times');
    });

    it('is refused in a virtual machine when one product refuses those', async () => {
      const { make } = world;
      const product = await make.product({ authorization_method: 'license-key', refuse_vm: true });
      const { fields } = await newBundleLicense({ make, bundle: await make.bundle([product]) });
      expect(await activate({ ...fields, hardware_id: 'a', is_vm: true })).toBe('vm_not_allowed');
    });

    it('is refused above the number of devices of one user', async () => {
      const { make, person } = world;
      const bundle = await make.bundle([await make.product()]);
      await make.bundleLicense(bundle, [{ userId: person.id, userMaxActivations: 1 }]);
      const { email: username, password } = person;
      const user = { product: bundle.code, username, password };
      await online('activateBundle', { ...user, hardware_id: 'a' });
      expect(await activate({ ...user, hardware_id: 'b' })).toBe('licenseUserActivatedMaxTimes');
    });
  });

  it('the offline deactivation of a bundle is refused with use that a license does not allow', async () => {
    const counting = { license_type: 'consumption', max_consumptions: 1 } as const;
    const { fields } = await newBundleLicense(world, [{}, counting]);
    const device = { ...fields, hardware_id: 'a' };
    await world.client.call('activateBundle', { body: device });
    const deactivate = (consumptions: number) =>
      refusal('deactivateBundleOffline', { ...device, consumptions });
    expect(await deactivate(2)).toBe('license_not_enough_consumptions');
    expect(await deactivate(-1)).toBe('negative_consumptions_not_allowed');
  });

  it.each(['releaseSlot', 'borrowSlot', 'releaseFeatureSlot', 'borrowFeatureSlot'])(
    '%s is refused to a device that is blacklisted',
    async (operationId) => {
      const { body } = await goodCall(world, operationId);
      const { product, license_key, hardware_id } = body as Record<string, string>;
      const query = {
        product: product ?? '',
        license_key: license_key ?? '',
        hardware_id: hardware_id ?? '',
      };
      const checked = await world.client.call<{ device_id: number }>('checkLicense', { query });
      await updateRow(world.server, 'devices', checked.body.device_id, { blacklisted: true });
      expect((await world.client.refused(operationId, { body })).code).toBe('blacklisted');
    },
  );
});
