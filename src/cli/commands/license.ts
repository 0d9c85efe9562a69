import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { isDate } from '../../rules/time-zone.ts';
import { type Context, say } from '../lib/context.ts';
import { describeCounter } from '../lib/describe-counter.ts';
import { enabledFilter } from '../lib/field-options.ts';
import { collect, omitUndefined } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { findAccount, findLicense, findUser } from '../lib/find.ts';
import { customerOption, productOption } from '../lib/named-options.ts';
import { addResource } from '../lib/resource.ts';
import { termOptions } from '../lib/term-options.ts';
import { addAssignments } from './assignment.ts';
import { addLicenseFeatures, describeFeature } from './license-feature.ts';

type Schemas = components['schemas'];
type License = Schemas['AdminLicense'];

/** `latchkey license …`. A license is named by its license key or its ID. */
export function addLicenses(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'license',
    one: 'a license',
    many: 'licenses',
    summary: 'licenses, their users and limits',
    find: findLicense,
    label: ({ id, license_key }) => license_key ?? String(id),
    shown: fields.AdminLicense,
    details: {
      ID: 'id',
      Product: 'product_code',
      Key: 'license_key',
      Users: [
        ['users', 'user_count'],
        ({ users, user_count }) => users?.map(describeUser) ?? String(user_count),
      ],
      Features: [['features'], ({ features }) => features?.map(describeFeature)],
      'Bundle license': 'bundle_license_id',
      Customer: 'customer_email',
      Order: 'order_store_id',
      Type: [
        ['license_type', 'is_trial'],
        ({ license_type, is_trial }) => (is_trial ? `${license_type}, trial` : license_type),
      ],
      State: [
        ['enabled', 'is_expired'],
        ({ enabled, is_expired }) => (enabled ? (is_expired ? 'expired' : 'enabled') : 'disabled'),
      ],
      'Valid from': [['starts_at'], ({ starts_at }) => starts_at ?? 'its creation'],
      'Valid until': [
        ['valid_until', 'valid_days'],
        ({ valid_until, valid_days }) =>
          valid_until ??
          (valid_days === null ? 'no end' : `${valid_days} days from the first activation`),
      ],
      'Maintenance until': [
        ['maintenance_until'],
        ({ maintenance_until }) => maintenance_until ?? 'no end',
      ],
      'Grace hours': 'grace_hours',
      Devices: [
        ['times_activated', 'max_activations'],
        ({ times_activated, max_activations }) =>
          `${times_activated} of ${max_activations ?? 'any'}`,
      ],
      Transfers: [
        ['transfer_count', 'allow_transfers', 'max_transfers'],
        ({ transfer_count, allow_transfers, max_transfers }) =>
          allow_transfers
            ? `${transfer_count} of ${max_transfers === 0 ? 'any number' : max_transfers}`
            : `${transfer_count}, not allowed`,
      ],
      Floating: [
        ['floating', 'floating_users', 'floating_timeout', 'can_borrow', 'max_borrow_time'],
        describeFloating,
      ],
      Consumption: [
        [
          'total_consumptions',
          'max_consumptions',
          'allow_negative_consumptions',
          'allow_overages',
          'max_overages',
          'consumption_period',
        ],
        (license) =>
          license.license_type === 'consumption' ? describeCounter(license) : undefined,
      ],
      'Most users': [
        ['max_license_users'],
        ({ max_license_users }) => max_license_users ?? 'any number',
      ],
      Metadata: 'metadata',
      Note: 'note',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['product_id', 'customer_id', 'customer_company_name'],
    list: {
      columns: [
        'ID',
        'Product',
        ['Holder', ({ license_key, user_count }) => license_key ?? countOf(user_count)],
        'State',
        'Devices',
        ['End', ({ valid_until }) => valid_until?.slice(0, 10)],
      ],
      filters: {
        product_id: { ...productOption, help: 'only licenses of this product' },
        customer_id: { ...customerOption, help: 'only licenses of this customer' },
        customer_account_id: {
          flags: '--account <account>',
          help: 'only licenses of customers of this customer account',
          read: idBy(findAccount),
        },
        license_user_id: {
          flags: '--user <user>',
          help: 'only licenses of this license user',
          read: idBy(findUser),
        },
        order_store_id: { flags: '--order <id>', help: 'only licenses of this order' },
        license_type: {
          flags: termOptions.license_type.flags,
          help: 'only licenses of this type',
          choices: fields.NewLicense.license_type.enum,
        },
        is_trial: {
          on: ['--trial', 'only trials'],
          off: ['--no-trial', 'only licenses that are no trials'],
        },
        enabled: enabledFilter,
        expired: {
          on: ['--expired', 'only expired licenses'],
          off: ['--not-expired', 'only licenses that have not expired'],
        },
      },
      parameters: listParameters.listLicenses,
      call: (api, query) => api.GET('/admin/v1/licenses', { params: { query } }),
    },
    options: termOptions,
    create: {
      help: 'issue a license',
      fields: fields.NewLicense,
      options: {
        product_id: { ...productOption, help: 'product of the license', required: true },
        license_policy: {
          flags: '--policy <code>',
          help: 'license policy of the product that has the terms which are not named here',
        },
        users: {
          flags: '--user <email>',
          help: 'assign this license user; repeat for more',
          parse: collect,
          read: (emails: readonly string[]) =>
            emails.map((email) => ({ email, max_activations: null })),
        },
        features: {
          flags: '--feature <code>',
          help: 'give it this feature of the product; repeat for more',
          parse: collect,
          read: (codes: readonly string[]) => codes.map((code) => ({ code })),
        },
        create_users: {
          on: ['--create-users', 'create license users for unknown addresses'],
        },
        license_key: { flags: '--key <key>', help: 'the license key (default: a new one)' },
      },
      more: [
        [
          '--idempotency-key <text>',
          'a repeat with the same key within a day issues no second license',
        ],
      ],
      call: (api, body: Schemas['NewLicense'], { idempotencyKey }) => {
        const header = omitUndefined({ 'Idempotency-Key': idempotencyKey as string | undefined });
        return api.POST('/admin/v1/licenses', { params: { header }, body });
      },
    },
    update: {
      fields: fields.LicenseChanges,
      call: (api, id, body: Schemas['LicenseChanges']) =>
        api.PATCH('/admin/v1/licenses/{id}', { params: { path: { id } }, body }),
    },
    after: (_context, options, license) => sayEnds(context, options, license),
    more: (family, details) => {
      addAssignments(family, context, {
        one: 'license',
        find: findLicense,
        assign: (api, path, body) =>
          api.PUT('/admin/v1/licenses/{id}/users/{user_id}', { params: { path }, body }),
        unassign: (api, path, release_devices) =>
          api.DELETE('/admin/v1/licenses/{id}/users/{user_id}', {
            params: { path, query: { release_devices } },
          }),
        details,
      });
      addLicenseFeatures(family, context, details);
    },
    remove: {
      rule: 'a license without devices',
      call: (api, id) => api.DELETE('/admin/v1/licenses/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey license list --product desktop-pro --not-expired'],
      ['latchkey license list --user alice@acme.example'],
      ['latchkey license show FUH3-4E7A-LZJL-7JTP'],
      [
        'latchkey license create --product desktop-pro --customer it@acme.example \\\n' +
          '    --user alice@acme.example --create-users --max-activations 2',
      ],
      [
        'latchkey license create --product plugin --type time-limited \\\n' +
          '    --valid-until 2027-06-15',
      ],
      ['latchkey license create --product plugin --type time-limited --valid-days 30'],
      [
        'latchkey license create --product plugin --max-activations 20 \\\n' +
          '    --floating --floating-users 5 --can-borrow --max-borrow-time 72',
      ],
      [
        'latchkey license create --product plugin --type consumption \\\n' +
          '    --max-consumptions 100 --consumption-period monthly',
      ],
      [
        'latchkey license update FUH3-4E7A-LZJL-7JTP \\\n' +
          '    --valid-until never --type perpetual',
      ],
      ['latchkey license assign 169934972016389 bob@acme.example --max-activations 1'],
      ['latchkey license unassign 169934972016389 bob@acme.example --release-devices'],
      [
        'latchkey license set-feature FUH3-4E7A-LZJL-7JTP pages \\\n' +
          '    --max-consumptions 100 --consumption-period monthly',
      ],
      ['latchkey license reset-consumption FUH3-4E7A-LZJL-7JTP --feature pages'],
      ['latchkey license delete FUH3-4E7A-LZJL-7JTP'],
    ],
  });
}

/** Says which instant the server took a date for, as its days may be others than ours. */
function sayEnds(
  context: Context,
  options: Readonly<Record<string, unknown>>,
  license: Pick<License, 'starts_at' | 'valid_until' | 'maintenance_until'>,
): void {
  const ends = [
    ['Valid from', 'beginning', options['startsAt'], license.starts_at],
    ['Valid until', 'end', options['validUntil'], license.valid_until],
    ['Maintenance until', 'end', options['maintenanceUntil'], license.maintenance_until],
  ] as const;
  for (const [what, edge, named, time] of ends) {
    if (typeof named !== 'string' || time === null || !isDate(named)) continue;
    say(context, `${what} ${time}: the ${edge} of ${named} in the time zone of the server.`);
  }
}

/** Such as `5 slots, free after 30 minutes, borrowed for at most 72 hours`; undefined for a license that is not floating. */
function describeFloating(license: License): string | undefined {
  const { floating_users: slots, floating_timeout: timeout, max_borrow_time: hours } = license;
  if (!license.floating) return undefined;
  return [
    slots === null ? 'a slot for each active device' : `${slots} slot(s)`,
    `free after ${timeout ?? "the product's"} minutes`,
    license.can_borrow ? `borrowed for at most ${hours} hours` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function countOf(users: number): string {
  return users === 1 ? '1 user' : `${users} users`;
}

function describeUser({ email, max_activations, total_activations }: Schemas['AdminAssignment']) {
  return `${email} (${total_activations} of ${max_activations ?? 'any number'})`;
}
