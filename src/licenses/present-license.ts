import type { KeyObject } from 'node:crypto';
import type { components } from '../../generated/openapi.d.ts';
import type { Product } from '../rules/product.ts';
import type { InstallationFields } from './installation-file.ts';
import { presentCounter } from './present-counter.ts';
import { presentCustomer } from './present-customer.ts';
import { presentFeatures } from './present-feature.ts';
import { signLicense } from '../security/response-signature.ts';
import {
  type Assignment,
  type Candidate,
  isActive,
  isExpired,
  type License,
} from '../rules/license.ts';
import { isBorrowed, isHeld, poolOf, type Slot } from '../rules/slots.ts';

type Schemas = components['schemas'];

/**
 * The License schema of the contract, signed.
 * @param key the response key
 * @param context.expiredFeatures true to show expired features too
 */
export async function presentLicense(
  key: KeyObject,
  { license, device, slot }: Candidate,
  context: {
    product: Product;
    hardwareId: string;
    now: Date;
    expiredFeatures: boolean;
    /** Those of `activationFile` or `checkedFile`. */
    installation: InstallationFields;
  },
): Promise<Schemas['License']> {
  const { product, hardwareId, now, installation } = context;
  const { assignment } = license;
  const name = license.license_key ?? assignment?.email ?? '';
  const validityPeriod = license.valid_until?.toISOString() ?? null;
  return {
    ...presentShared(license, product, now),
    product_features: presentFeatures(license.features, product, now, context.expiredFeatures),
    ...(license.license_key === null ? {} : { license_key: license.license_key }),
    ...(assignment === null ? {} : { user: presentUser(assignment) }),
    ...presentSlot(license, slot, now),
    ...(license.license_type === 'consumption' && presentCounter(license, now)),
    device_id: device?.id ?? 0,
    hardware_id: hardwareId,
    product_details: {
      product_id: product.id,
      product_name: product.name,
      short_code: product.code,
      authorization_method: product.authorization_method,
      metadata: product.metadata,
    },
    ...installation,
    metadata: license.metadata,
    license_signature: await signLicense(key, hardwareId, name, validityPeriod),
  };
}

/** What a device holds of the license. */
function presentSlot({ floating }: License, slot: Slot | undefined, now: Date) {
  const isBorrowedNow = floating && isBorrowed(slot, now);
  return {
    ...(floating && { floating_in_use: isHeld(slot, now) }),
    is_borrowed: isBorrowedNow,
    borrowed_until: isBorrowedNow ? (slot?.borrowed_until?.toISOString() ?? null) : null,
  };
}

/** The LicenseSummary schema of the contract, for choosing a license before activation. */
export function presentLicenseSummary(
  license: License,
  product: Product,
  now: Date,
): Schemas['LicenseSummary'] {
  return {
    ...presentShared(license, product, now),
    product_features: presentFeatures(license.features, product, now, false),
    max_license_users: license.max_license_users ?? 0,
  };
}

/** The fields that both schemas have. */
function presentShared(license: License, product: Product, now: Date) {
  return {
    id: license.id,
    order_store_id: license.order_store_id,
    license_active: isActive(license),
    license_enabled: license.enabled,
    license_type: license.license_type,
    is_trial: license.is_trial,
    ...(license.is_trial && { trial_days: license.valid_days ?? 0 }),
    is_expired: isExpired(license, now),
    validity_period: license.valid_until?.toISOString() ?? null,
    enable_maintenance_period: license.maintenance_until !== null,
    maintenance_period: license.maintenance_until?.toISOString() ?? null,
    allow_grace_period: license.grace_hours > 0,
    grace_period: license.grace_hours,
    start_date: license.starts_at?.toISOString() ?? null,
    max_activations: license.max_activations ?? 0,
    allow_unlimited_activations: license.max_activations === null,
    times_activated: license.times_activated,
    transfer_count: license.transfer_count,
    max_transfers: license.allow_transfers ? license.max_transfers : 0,
    prevent_vm: product.prevent_vm,
    is_floating: false,
    is_floating_cloud: license.floating,
    floating_timeout: license.floating ? poolOf(license, product).timeout : 0,
    can_borrow: license.can_borrow,
    max_borrow_time: license.can_borrow ? license.max_borrow_time : 0,
    allow_overages: license.allow_overages,
    max_overages: license.max_overages,
    custom_fields: [...license.custom_fields],
    customer: presentCustomer(license.customer),
  };
}

function presentUser(assignment: Assignment): Schemas['LicenseUser'] {
  return {
    id: assignment.license_user_id,
    email: assignment.email,
    first_name: assignment.first_name,
    last_name: assignment.last_name,
    phone_number: assignment.phone_number,
    is_initial_password: assignment.is_initial_password,
    max_activations: assignment.max_activations ?? 0,
    allow_unlimited_activations: assignment.max_activations === null,
    total_activations: assignment.total_activations,
  };
}
