import { type Command, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from './admin-client.ts';
import { isDate } from '../../rules/time-zone.ts';
import { type Context, say } from './context.ts';
import {
  type Limit,
  orNone,
  parseJsonObject,
  parseLimit,
  parseEnd,
  parseNumber,
} from './fields.ts';
import { findCustomer } from './find.ts';

type LicenseType = components['schemas']['LicenseType'];

/** What may be said of a license when it is issued and later. */
export interface LicenseFields {
  customer?: string;
  order?: string;
  type?: LicenseType;
  trial?: boolean;
  validUntil?: string;
  maintenanceUntil?: string;
  graceHours?: number;
  maxActivations?: Limit;
  maxTransfers?: number;
  maxUsers?: Limit;
  metadata?: Record<string, unknown>;
  note?: string;
}

export const LICENSE_TYPES: LicenseType[] = ['perpetual', 'time-limited', 'subscription'];

/** Adds the options that say it. */
export function addLicenseFields(command: Command): Command {
  return command
    .option('--customer <customer>', 'whom it is issued to')
    .option('--order <id>', 'the order it belongs to')
    .addOption(new Option('--type <type>', 'how it ends').choices(LICENSE_TYPES))
    .option(
      '--valid-until <time>',
      '2027-06-15 (its end, in the time zone of the server), a time in UTC, or never',
      parseEnd,
    )
    .option('--maintenance-until <time>', 'the same', parseEnd)
    .option('--grace-hours <count>', 'for a subscription after its end', parseNumber)
    .option('--max-activations <count>', 'devices at a time, or unlimited', parseLimit)
    .option('--max-transfers <count>', '0 for any number', parseNumber)
    .option('--max-users <count>', 'people who may be assigned, or unlimited', parseLimit)
    .option('--trial', 'a trial')
    .option('--no-trial', 'not a trial')
    .option('--metadata <json>', 'an object of your own', parseJsonObject)
    .option('--note <text>', 'for you alone');
}

/** The fields that they say. */
export async function licenseFieldsOf(api: AdminClient, options: LicenseFields) {
  const { customer, order, type, trial, metadata, note } = options;
  return {
    customer_id: customer === undefined ? undefined : (await findCustomer(api, customer)).id,
    order_store_id: order,
    license_type: type,
    is_trial: trial,
    metadata,
    note,
    valid_until: orNone(options.validUntil, 'never'),
    maintenance_until: orNone(options.maintenanceUntil, 'never'),
    grace_hours: options.graceHours,
    max_transfers: options.maxTransfers,
    max_activations: orNone(options.maxActivations, 'unlimited'),
    max_license_users: orNone(options.maxUsers, 'unlimited'),
  };
}

/** Says which instant the server took a date for, as its days may be others than ours. */
export function sayEnds(
  context: Context,
  { validUntil, maintenanceUntil }: LicenseFields,
  license: Pick<components['schemas']['AdminLicense'], 'valid_until' | 'maintenance_until'>,
): void {
  const ends = [
    ['Valid', validUntil, license.valid_until],
    ['Maintenance', maintenanceUntil, license.maintenance_until],
  ] as const;
  for (const [what, named, end] of ends) {
    if (named === undefined || end === null || !isDate(named)) continue;
    say(context, `${what} until ${end}: the end of ${named} in the time zone of the server.`);
  }
}
