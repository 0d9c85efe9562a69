import type { KeyObject } from 'node:crypto';
import type { components } from '../../generated/openapi.d.ts';
import type { Product } from '../rules/product.ts';
import { signLicense } from '../security/response-signature.ts';
import {
  type Assignment,
  type Candidate,
  type Customer,
  isActive,
  isExpired,
  type License,
} from '../rules/license.ts';

type Schemas = components['schemas'];

/** A license as a device sees it, signed. @param key the response key */
export async function presentLicense(
  key: KeyObject,
  { license, device }: Candidate,
  context: { product: Product; hardwareId: string; now: Date },
): Promise<Schemas['License']> {
  const { product, hardwareId, now } = context;
  const { assignment } = license;
  const name = license.licenseKey ?? assignment?.email ?? '';
  const validityPeriod = license.validUntil?.toISOString() ?? null;
  return {
    id: license.id,
    order_store_id: license.orderStoreId,
    ...(license.licenseKey === null ? {} : { license_key: license.licenseKey }),
    ...(assignment === null ? {} : { user: presentUser(assignment) }),
    license_active: isActive(license),
    license_enabled: license.enabled,
    license_type: license.type,
    is_trial: license.isTrial,
    is_expired: isExpired(license, now),
    validity_period: validityPeriod,
    maintenance_period: license.maintenanceUntil?.toISOString() ?? null,
    enable_maintenance_period: license.maintenanceUntil !== null,
    allow_grace_period: license.graceHours > 0,
    grace_period: license.graceHours,
    start_date: null,
    max_activations: license.maxActivations ?? 0,
    times_activated: license.timesActivated,
    allow_unlimited_activations: license.maxActivations === null,
    transfer_count: license.transferCount,
    max_transfers: license.maxTransfers,
    prevent_vm: product.preventVm,
    // Latchkey keeps no floating licenses and no consumption: these are their neutral values.
    is_floating: false,
    is_floating_cloud: false,
    floating_timeout: 0,
    can_borrow: false,
    max_borrow_time: 0,
    is_borrowed: false,
    borrowed_until: null,
    allow_overages: false,
    max_overages: 0,
    device_id: device?.id ?? 0,
    hardware_id: hardwareId,
    custom_fields: [...license.customFields],
    product_features: [],
    customer: presentCustomer(license.customer),
    product_details: {
      product_id: product.id,
      product_name: product.name,
      short_code: product.code,
      authorization_method: product.authorizationMethod,
      metadata: product.metadata,
    },
    metadata: license.metadata,
    license_signature: await signLicense(key, hardwareId, name, validityPeriod),
  };
}

/** A license as its holder sees it, before choosing it for a device. */
export function presentLicenseSummary(
  license: License,
  product: Product,
  now: Date,
): Schemas['LicenseSummary'] {
  return {
    id: license.id,
    order_store_id: license.orderStoreId,
    license_active: isActive(license),
    license_enabled: license.enabled,
    license_type: license.type,
    is_trial: license.isTrial,
    is_expired: isExpired(license, now),
    max_license_users: license.maxLicenseUsers ?? 0,
    validity_period: license.validUntil?.toISOString() ?? null,
    enable_maintenance_period: license.maintenanceUntil !== null,
    maintenance_period: license.maintenanceUntil?.toISOString() ?? null,
    allow_grace_period: license.graceHours > 0,
    grace_period: license.graceHours,
    max_activations: license.maxActivations ?? 0,
    allow_unlimited_activations: license.maxActivations === null,
    times_activated: license.timesActivated,
    start_date: null,
    transfer_count: license.transferCount,
    max_transfers: license.maxTransfers,
    allow_overages: false,
    max_overages: 0,
    is_floating_cloud: false,
    is_floating: false,
    floating_timeout: 0,
    can_borrow: false,
    max_borrow_time: 0,
    prevent_vm: product.preventVm,
    custom_fields: [...license.customFields],
    product_features: [],
    customer: presentCustomer(license.customer),
  };
}

function presentUser(assignment: Assignment): Schemas['LicenseUser'] {
  return {
    id: assignment.licenseUserId,
    email: assignment.email,
    first_name: assignment.firstName,
    last_name: assignment.lastName,
    phone_number: assignment.phoneNumber,
    is_initial_password: assignment.isInitialPassword,
    max_activations: assignment.maxActivations ?? 0,
    allow_unlimited_activations: assignment.maxActivations === null,
    total_activations: assignment.totalActivations,
  };
}

/** Clients with fixed types fail on null: without a customer, all of it is empty. */
function presentCustomer(customer: Customer | null): Schemas['Customer'] {
  return {
    email: customer?.email ?? '',
    company_name: customer?.companyName ?? '',
    reference: customer?.reference ?? '',
    phone: customer?.phone ?? '',
    first_name: customer?.firstName ?? '',
    last_name: customer?.lastName ?? '',
    city: customer?.city ?? '',
    postcode: customer?.postcode ?? '',
    state: customer?.state ?? '',
    country: customer?.country ?? '',
    address: customer?.address ?? '',
    customer_account: customer?.customerAccount ?? '',
    metadata: customer?.metadata ?? {},
  };
}
