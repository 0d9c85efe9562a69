import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { Context } from '../lib/context.ts';
import type { FieldOption } from '../lib/field-options.ts';
import { collect, omitUndefined } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { findBundle, findBundleLicense, findUser } from '../lib/find.ts';
import { customerOption } from '../lib/named-options.ts';
import { addResource } from '../lib/resource.ts';
import { termOptions } from '../lib/term-options.ts';
import { addAssignments } from './assignment.ts';

type Schemas = components['schemas'];
type BundleLicense = Schemas['AdminBundleLicense'];

const bundle = {
  flags: '--bundle <bundle>',
  read: idBy(findBundle),
} satisfies FieldOption;

/** `latchkey bundle-license …`. A bundle license is named by its license key or its ID. */
export function addBundleLicenses(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'bundle-license',
    one: 'a bundle license',
    many: 'bundle licenses',
    summary: 'licenses of bundles, with a license for each product',
    find: findBundleLicense,
    label: ({ id, license_key }) => license_key ?? String(id),
    shown: fields.AdminBundleLicense,
    details: {
      ID: 'id',
      Bundle: 'bundle_code',
      Key: 'license_key',
      Licenses: [['licenses'], ({ licenses }) => licenses.map(describeMember)],
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['bundle_id'],
    list: {
      columns: [
        'ID',
        'Bundle',
        ['Holder', ({ license_key, licenses }) => license_key ?? usersOf(licenses)],
        ['Products', ({ licenses }) => licenses.map((one) => one.product_code).join(', ')],
        'Created',
      ],
      filters: {
        bundle_id: { ...bundle, help: 'only licenses of this bundle' },
        customer_id: { ...customerOption, help: 'only bundle licenses of this customer' },
        license_user_id: {
          flags: '--user <user>',
          help: 'only bundle licenses of this license user',
          read: idBy(findUser),
        },
        order_store_id: { flags: '--order <id>', help: 'only bundle licenses of this order' },
      },
      parameters: listParameters.listBundleLicenses,
      call: (api, query) => api.GET('/admin/v1/bundle-licenses', { params: { query } }),
    },
    options: {
      ...termOptions,
      customer_id: { ...customerOption, help: 'customer that the licenses are issued to' },
      order_store_id: { flags: '--order <id>' },
      enabled: {
        on: ['--enable', 'allow use again'],
        off: ['--disable', 'refuse every use of its licenses'],
      },
      // Each term has an option; `license update` changes those of one product.
      terms: undefined,
      licenses: undefined,
    },
    create: {
      help: 'issue a license of each product of a bundle',
      fields: { ...fields.NewBundleLicense, ...fields.LicenseChanges },
      options: {
        bundle_id: { ...bundle, help: 'bundle of the license', required: true },
        users: {
          flags: '--user <email>',
          help: 'assign this license user; repeat for more',
          parse: collect,
          read: (emails: readonly string[]) =>
            emails.map((email) => ({ email, max_activations: null })),
        },
        create_users: { on: ['--create-users', 'create license users for unknown addresses'] },
        license_key: { flags: '--key <key>', help: 'the license key (default: a new one)' },
      },
      more: [
        ['--idempotency-key <text>', 'a repeat with the same key within a day issues nothing'],
      ],
      call: (api, body: object, { idempotencyKey }) => {
        const header = omitUndefined({ 'Idempotency-Key': idempotencyKey as string | undefined });
        return api.POST('/admin/v1/bundle-licenses', { params: { header }, body: withTerms(body) });
      },
    },
    update: {
      fields: fields.LicenseChanges,
      call: (api, id, body: Schemas['LicenseChanges']) =>
        api.PATCH('/admin/v1/bundle-licenses/{id}', { params: { path: { id } }, body }),
    },
    more: (family, details) =>
      addAssignments(family, context, {
        one: 'bundle license',
        find: findBundleLicense,
        assign: (api, path, body) =>
          api.PUT('/admin/v1/bundle-licenses/{id}/users/{user_id}', { params: { path }, body }),
        unassign: (api, path, release_devices) =>
          api.DELETE('/admin/v1/bundle-licenses/{id}/users/{user_id}', {
            params: { path, query: { release_devices } },
          }),
        details,
      }),
    remove: {
      rule: 'a bundle license without devices, with its licenses',
      call: (api, id) => api.DELETE('/admin/v1/bundle-licenses/{id}', { params: { path: { id } } }),
    },
    examples: [
      [
        'latchkey bundle-license create --bundle suite --customer it@acme.example \\\n' +
          '    --user alice@acme.example --create-users --max-activations 2',
      ],
      ['latchkey bundle-license list --bundle suite'],
      ['latchkey bundle-license show FUH3-4E7A-LZJL-7JTP'],
      ['latchkey bundle-license update FUH3-4E7A-LZJL-7JTP --disable'],
      ['latchkey license update 169934972016389 --max-activations 5'],
      ['latchkey bundle-license assign 169934972016389 bob@acme.example'],
      [
        'latchkey bundle-license unassign 169934972016389 bob@acme.example \\\n' +
          '    --release-devices',
      ],
      ['latchkey bundle-license delete FUH3-4E7A-LZJL-7JTP'],
    ],
  });
}

/** Collects the terms of a body, which options set one by one, in `terms`. */
function withTerms(body: object): Schemas['NewBundleLicense'] {
  const isTerm = ([name]: [string, unknown]) => name in fields.LicenseChanges;
  const entries = Object.entries(body);
  const terms = entries.filter(isTerm);
  const others = Object.fromEntries(entries.filter((entry) => !isTerm(entry)));
  return (terms.length === 0
    ? others
    : { ...others, terms: Object.fromEntries(terms) }) as unknown as Schemas['NewBundleLicense'];
}

/** Such as `writer: 1 of 2 devices (169934972016389)`. */
function describeMember(license: BundleLicense['licenses'][number]): string {
  const { id, product_code, times_activated, max_activations, enabled, is_expired } = license;
  const state = enabled ? (is_expired ? ', expired' : '') : ', disabled';
  return `${product_code}: ${times_activated} of ${max_activations ?? 'any number of'} devices${state} (${id})`;
}

function usersOf([license]: BundleLicense['licenses']): string {
  const users = license?.user_count ?? 0;
  return users === 1 ? '1 user' : `${users} users`;
}
