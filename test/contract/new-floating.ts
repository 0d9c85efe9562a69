import type { components } from '../../generated/openapi.d.ts';
import { newKeyLicense, type World } from './world.ts';

/** What names a device and its license in a request. */
export type DeviceFields = Record<'product' | 'license_key' | 'hardware_id', string>;

/**
 * A new floating license of one slot, unless another number is named.
 * @param count how many of the devices are activated, one after the other
 */
export async function newFloating(
  world: World,
  count: number,
  over: Parameters<typeof newKeyLicense>[1] = {},
) {
  const { id, fields } = await newKeyLicense(world, {
    floating: true,
    floating_users: 1,
    floating_timeout: 30,
    max_activations: null,
    ...over,
  });
  const device = (name: string): DeviceFields => ({ ...fields, hardware_id: name });
  const devices = { a: device('a'), b: device('b'), c: device('c') };
  const activated: components['schemas']['License'][] = [];
  for (const body of Object.values(devices).slice(0, count)) {
    activated.push(
      (await world.client.call<components['schemas']['License']>('activateLicense', { body })).body,
    );
  }
  return { id, devices, activated };
}
