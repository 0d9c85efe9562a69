import { defaultsOf } from '../../src/contract/defaults.ts';
import type { Device, License } from '../../src/rules/license.ts';

/** A license of two devices, of which one is active. */
export function licenseOf(over: Partial<License> = {}): License {
  return {
    ...defaultsOf('NewLicense'),
    id: 1,
    product_id: 1,
    bundle_license_id: null,
    order_store_id: 'order',
    license_key: 'KEY',
    trial_holder: null,
    assignment: null,
    license_type: 'time-limited',
    max_activations: 2,
    times_activated: 1,
    transfer_count: 0,
    vacated_seats: 0,
    features: [],
    has_versions: false,
    total_consumptions: 0,
    counted_at: null,
    customer: null,
    ...over,
  };
}

/** An active device of the license 1. */
export function deviceOf(over: Partial<Device> = {}): Device {
  return {
    id: 7,
    license_id: 1,
    active: true,
    blacklisted: false,
    vacated: false,
    license_user_id: null,
    last_seen_at: null,
    ...over,
  };
}
