import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { offlineFile } from '../../support/offline.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  later,
  newBundleLicense,
  newPerson,
  startWorld,
  storedDevice,
  type World,
} from '../world.ts';

type Bundle = components['schemas']['OfflineBundle'];
type Fields = Record<string, unknown>;

/** `POST /api/v4/activate_bundle_offline` and `POST /api/v4/deactivate_bundle_offline` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const file = (fields: Fields, schema: 1 | 2 = 2) =>
    offlineFile(world.apiKey, { date: world.server.clock.now().toUTCString(), ...fields }, schema);
  const call = (rawBody: string) => ({ rawBody, contentType: 'text/plain' });
  const activate = (text: string) => world.client.call<Bundle>('activateBundleOffline', call(text));
  const deactivate = (text: string) =>
    world.client.call<string>('deactivateBundleOffline', call(text));
  const refusal = (operationId: string, text: string) =>
    world.client.refused(operationId, call(text));
  const seats = async (ids: readonly number[]) =>
    (await Promise.all(ids.map((id) => world.server.store.licenses.find(id)))).map(
      (license) => license?.times_activated,
    );

  describe('the offline activation of a bundle', () => {
    it('returns all licenses, signed one by one and together', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const { body } = await activate(file({ ...fields, hardware_id: 'a' }));
      expect(body.licenses.map(({ id }) => id)).toEqual(licenseIds);
      const key = createPublicKey(world.server.keys.current.response);
      const verifies = (value: unknown, signature: string) =>
        verify('sha256', Buffer.from(JSON.stringify(value)), key, Buffer.from(signature, 'base64'));
      const { bundle_signature_v2, ...bundle } = body;
      expect(verifies(bundle, bundle_signature_v2)).toBe(true);
      for (const { license_signature, license_signature_v2, ...license } of body.licenses) {
        expect(license_signature).not.toBe('');
        expect(verifies(license, license_signature_v2)).toBe(true);
      }
    });

    it('activates all licenses or none', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        {},
        { allow_offline_activation: false },
      ]);
      const text = file({ ...fields, hardware_id: 'a' });
      const { code } = await refusal('activateBundleOffline', text);
      expect(code).toBe('offline_activation_not_allowed');
      expect(await seats(licenseIds)).toEqual([0, 0]);
    });

    it('takes one seat of each license, and gets one answer, when a file arrives 30 times at once', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const text = file({ ...fields, hardware_id: randomUUID() });
      const answers = await Promise.all(Array.from({ length: 30 }, () => activate(text)));
      expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1);
      expect(await seats(licenseIds)).toEqual([1, 1]);
    });

    it('is undone by a file, which frees all seats once', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      await activate(file(device));
      const old = { ...device, date: new Date(Date.now() - 80 * 86_400_000).toUTCString() };
      const early = await refusal('deactivateBundleOffline', file(old));
      expect(early.code).toBe('offline_date_not_valid');
      const downgraded = await refusal('deactivateBundleOffline', file(device, 1));
      expect(downgraded.code).toBe('offline_schema_not_supported');
      expect(await seats(licenseIds)).toEqual([1, 1]);
      const text = file({ ...device, request: 'deactivation' });
      for (let times = 0; times < 2; times += 1) {
        expect((await deactivate(text)).body).toBe('license_deactivated');
      }
      expect(await seats(licenseIds)).toEqual([0, 0]);
      const again = await refusal('deactivateBundleOffline', file(device));
      expect(again.code).toBe('device_not_found');
    });

    it('is carried out once: its file gets the same answer after the device was deactivated', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const text = file(device);
      const first = await activate(text);
      await world.client.call('deactivateBundle', { body: device });
      await later(world.server, 60_000, async () =>
        expect((await activate(text)).bytes.toString()).toBe(first.bytes.toString()),
      );
      expect(await seats(licenseIds)).toEqual([0, 0]);
    });

    it('may be sent with another API key, which must be allowed to use all products too', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const text = file({ ...fields, hardware_id: 'a' });
      const [allowed = 0] = world.bundle.product_ids;
      const limited = await world.make.apiKey({ product_ids: [allowed] });
      const other = createClient(world.server, await world.make.apiKey());
      const refused = async (operationId: string) =>
        (await createClient(world.server, limited).refused(operationId, call(text))).code;
      expect(await refused('activateBundleOffline')).toBe('api_key_product_not_allowed');
      expect(await seats(licenseIds)).toEqual([0, 0]);
      expect((await other.call('activateBundleOffline', call(text))).status).toBe(200);
      expect(await refused('deactivateBundleOffline')).toBe('api_key_product_not_allowed');
      expect(await seats(licenseIds)).toEqual([1, 1]);
    });

    it('is refused when its API key may not use a product of the license that has left the bundle', async () => {
      const { make, server } = world;
      const method = { authorization_method: 'license-key' } as const;
      const [stays, leaves] = [await make.product(method), await make.product(method)];
      const bundle = await make.bundle([stays, leaves]);
      const { licenseIds, fields } = await newBundleLicense({ make, bundle });
      const stored = await server.store.bundles.find(bundle.id);
      if (stored === undefined) throw new Error('no bundle');
      await server.store.bundles.update({ ...stored, product_ids: [stays.id] }, new Date());
      await untilKnownEverywhere();
      const limited = await make.apiKey({ product_ids: [stays.id] });
      const date = server.clock.now().toUTCString();
      const text = offlineFile(limited, { date, ...fields, hardware_id: 'a' });
      const { code } = await refusal('activateBundleOffline', text);
      expect(code).toBe('api_key_product_not_allowed');
      expect(await seats(licenseIds)).toEqual([0, 0]);
    });

    it('is refused in a virtual machine where a product refuses those', async () => {
      const { make } = world;
      const method = { authorization_method: 'license-key' } as const;
      const bundle = await make.bundle([
        await make.product(method),
        await make.product({ ...method, refuse_vm: true }),
      ]);
      const { licenseIds, fields } = await newBundleLicense({ make, bundle });
      const text = file({ ...fields, hardware_id: 'a', is_vm: true });
      expect((await refusal('activateBundleOffline', text)).code).toBe('vm_not_allowed');
      expect(await seats(licenseIds)).toEqual([0, 0]);
    });

    it('is refused for a bundle that is disabled or archived, which still frees its seats', async () => {
      const { make } = world;
      const bundle = await make.bundle([
        await make.product({ authorization_method: 'license-key' }),
      ]);
      const { licenseIds, fields } = await newBundleLicense({ make, bundle });
      const device = { ...fields, hardware_id: 'a' };
      await activate(file(device));
      await updateRow(world.server, 'bundles', bundle.id, { enabled: false });
      for (const id of ['activateBundleOffline', 'deactivateBundleOffline']) {
        expect((await refusal(id, file(device))).code).toBe('disabled_product');
      }
      await updateRow(world.server, 'bundles', bundle.id, { enabled: true, archived: true });
      expect((await refusal('activateBundleOffline', file(device))).code).toBe('archived_product');
      expect((await deactivate(file(device))).status).toBe(200);
      expect(await seats(licenseIds)).toEqual([0]);
    });

    it('takes over what the device has counted and stored when it is undone', async () => {
      const counting = { license_type: 'consumption', max_consumptions: 10 } as const;
      const { licenseIds, fields } = await newBundleLicense(world, [{}, counting]);
      const device = { ...fields, hardware_id: 'a' };
      const { body } = await activate(file({ ...device, variables: { a: 1 } }));
      const tooMany = file({ ...device, consumptions: 11 });
      expect((await refusal('deactivateBundleOffline', tooMany)).code).toBe(
        'license_not_enough_consumptions',
      );
      expect(await seats(licenseIds)).toEqual([1, 1]);
      await deactivate(file({ ...device, consumptions: 7, variables: { b: 2 }, app_ver: '2' }));
      const totals = await Promise.all(
        licenseIds.map((id) => world.server.store.licenses.find(id)),
      );
      expect(totals.map((license) => license?.total_consumptions)).toEqual([0, 7]);
      for (const { device_id: id } of body.licenses) {
        const stored = { fields: { app_ver: '2' }, variables: { a: 1, b: 2 } };
        expect(await storedDevice(world.server, id)).toEqual(stored);
      }
    });

    it('needs no password to be undone, and frees no device of another user', async () => {
      const { make } = world;
      const bundle = await make.bundle([await make.product()]);
      const [owner, colleague] = [await newPerson(world), await newPerson(world)];
      const { licenseIds } = await make.bundleLicense(bundle, [{ userId: owner.id }]);
      await world.server.store.assignments.assign(licenseIds[0] ?? 0, colleague.id, null);
      const device = { product: bundle.code, username: owner.email, hardware_id: 'a' };
      await activate(file({ ...device, password: owner.password }));
      const foreign = file({ ...device, username: colleague.email });
      expect((await refusal('deactivateBundleOffline', foreign)).code).toBe('device_not_found');
      expect(await seats(licenseIds)).toEqual([1]);
      expect((await deactivate(file(device))).status).toBe(200);
    });

    it('is refused with the code of a product, and with changed files', async () => {
      const { fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const product = { ...device, product: world.keyProduct.code };
      for (const id of ['activateBundleOffline', 'deactivateBundleOffline']) {
        expect((await refusal(id, file(product))).code).toBe('unknown_product');
        expect((await refusal(id, '')).code).toBe('missing_content');
        expect((await refusal(id, 'e30=')).code).toBe('authorization_missing_params');
        const changed = file({ ...device, api_key: randomUUID() });
        expect((await refusal(id, changed)).code).toBe('invalid_api_key');
      }
    });
  });
});
