import { generateKeyPairSync } from 'node:crypto';
import { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { LicenseApi } from '../../examples/desktop-app/license-api.ts';
import { createWorld, newKeyLicense, type World } from '../contract/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.server.close());

/** Does something while every connection is refused. */
function withoutNetwork<T>(work: () => T): T {
  const connect = jest.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('there is no network');
  });
  try {
    return work();
  } finally {
    connect.mockRestore();
  }
}

it('the example writes a request file, and reads the license file, without a network', async () => {
  const { api_key: apiKey, shared_key: sharedKey } = world.apiKey;
  const publicKey = world.server.keys.current.responsePublic;
  const settings = { server: world.server.url, apiKey, sharedKey };
  const api = new LicenseApi({ ...settings, publicKey });
  const { fields } = await newKeyLicense(world);
  const { product, ...holder } = fields;
  const device = { product, hardware_id: 'a device in a laboratory' };
  const request = withoutNetwork(() => api.makeRequestFile(device, holder, 'activation'));
  const file = await api.sendRequestFile(request, 'activation');
  expect(withoutNetwork(() => api.readLicenseFile(file, device))).toMatchObject(holder);

  const changed = Buffer.from(
    Buffer.from(file, 'base64').toString().replace('"max_activations":5', '"max_activations":6'),
  ).toString('base64');
  expect(changed).not.toBe(file);
  expect(() => api.readLicenseFile(changed, device)).toThrow('was changed');
  expect(() => api.readLicenseFile(file, { ...device, hardware_id: 'another' })).toThrow('not for');
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  const fooled = new LicenseApi({
    ...settings,
    publicKey: other.export({ type: 'spki', format: 'pem' }).toString(),
  });
  expect(() => fooled.readLicenseFile(file, device)).toThrow('was changed');
});
