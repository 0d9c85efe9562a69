import type { BulkTable } from '../../store/bulk/bulk-rows.ts';
import type { KindName } from '../kind-names.ts';
import { resolveAssignments } from './assignments.ts';
import { resolveBundles } from './bundles.ts';
import { resolveConsumptions } from './consumptions.ts';
import { resolveCustomers } from './customers.ts';
import { resolveDevices } from './devices.ts';
import { resolveFeatures } from './features.ts';
import { resolveLicenseFeatures } from './license-features.ts';
import { resolveLicenses } from './licenses.ts';
import { resolvePolicies } from './policies.ts';
import type { Resolve } from './resolving.ts';
import { resolveUsers } from './users.ts';
import { resolveVersions } from './versions.ts';

/** The table of each kind of file, and the function that converts its lines to rows. */
export const importers: Record<KindName, { table: BulkTable; resolve: Resolve }> = {
  customers: { table: 'customers', resolve: resolveCustomers },
  users: { table: 'license_users', resolve: resolveUsers },
  features: { table: 'product_features', resolve: resolveFeatures },
  policies: { table: 'license_policies', resolve: resolvePolicies },
  bundles: { table: 'bundles', resolve: resolveBundles },
  licenses: { table: 'licenses', resolve: resolveLicenses },
  'license-features': { table: 'license_features', resolve: resolveLicenseFeatures },
  consumptions: { table: 'consumption_days', resolve: resolveConsumptions },
  assignments: { table: 'license_assignments', resolve: resolveAssignments },
  devices: { table: 'devices', resolve: resolveDevices },
  versions: { table: 'versions', resolve: resolveVersions },
};
