import { type Command, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import {
  adminCommand,
  asking,
  deleteCommand,
  showCommand,
  showThing,
} from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import {
  addSwitch,
  changesOf,
  collect,
  given,
  type Limit,
  orNone,
  parseLimit,
  switched,
  withDefaults,
} from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import {
  addLicenseFields,
  LICENSE_TYPES,
  type LicenseFields,
  licenseFieldsOf,
  sayEnds,
} from '../lib/license-fields.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findAccount, findCustomer, findLicense, findProduct, findUser } from '../lib/find.ts';

type Schemas = components['schemas'];
type License = Schemas['AdminLicense'];
type Flags<Name extends string> = Partial<Record<Name, true>>;

const details = {
  ID: ({ id }: License) => id,
  Product: ({ product_code }: License) => product_code,
  Key: ({ license_key }: License) => license_key,
  Users: ({ users, user_count }: License) => users?.map(describeUser) ?? String(user_count),
  Customer: ({ customer_email }: License) => customer_email,
  Order: ({ order_store_id }: License) => order_store_id,
  Type: ({ license_type, is_trial }: License) =>
    is_trial ? `${license_type}, trial` : license_type,
  State: ({ enabled, is_expired }: License) =>
    enabled ? (is_expired ? 'expired' : 'enabled') : 'disabled',
  'Valid until': ({ valid_until }: License) => valid_until ?? 'no end',
  'Maintenance until': ({ maintenance_until }: License) => maintenance_until ?? 'no end',
  'Grace hours': ({ grace_hours }: License) => grace_hours,
  Devices: ({ times_activated, max_activations }: License) =>
    `${times_activated} of ${max_activations ?? 'any'}`,
  Transfers: ({ transfer_count, max_transfers }: License) =>
    `${transfer_count} of ${max_transfers === 0 ? 'any number' : max_transfers}`,
  'Most users': ({ max_license_users }: License) => max_license_users ?? 'any number',
  Metadata: ({ metadata }: License) => metadata,
  Note: ({ note }: License) => note,
  Created: ({ created_at }: License) => created_at,
  Updated: ({ updated_at }: License) => updated_at,
};

/** `latchkey license …`; a license is named by its license key or its id. */
export function addLicenses(program: Command, context: Context): void {
  const family = program
    .command('license')
    .description('who may use a product, on how many devices');

  const list = searchedListCommand(family, 'list licenses, newest first')
    .option('--product <product>', 'only of this product')
    .option('--customer <customer>', 'only of this customer')
    .option('--account <account>', 'only of customers of this customer account')
    .option('--user <user>', 'only those that this license user is assigned to')
    .option('--order <id>', 'only of this order')
    .addOption(new Option('--type <type>', 'only of this type').choices(LICENSE_TYPES));
  addSwitch(list, ['enabled', 'only enabled ones'], ['disabled', 'only disabled ones']);
  addSwitch(list, ['expired', 'only expired ones'], ['not-expired', 'only others']);
  list.action(
    asking(context, async (api, options: ListOptions & Filters) => {
      const filters = await filtersOf(api, options);
      const { ID, Product, State, Devices, Key } = details;
      const Holder = (license: License) => Key(license) ?? countOf(license.user_count);
      const End = ({ valid_until }: License) => valid_until?.slice(0, 10);
      const columns = { ID, Product, Holder, State, Devices, End };
      await showList(context, options, columns, (page) =>
        answer(api.GET('/admin/v1/licenses', { params: { query: { ...page, ...filters } } })),
      );
    }),
  );

  showCommand(family, context, ['license', 'a license'], { find: findLicense, details });

  const create = adminCommand(family, 'create', 'issue a license')
    .requiredOption('--product <product>', 'what it is for')
    .option('--user <email>', 'assign this person; again for more', collect)
    .option('--create-users', 'make license users of addresses that nobody has')
    .option('--key <key>', 'the license key (default: a new one)')
    .option('--idempotency-key <text>', 'the same again within a day issues nothing more')
    .option('--disable', 'not to be used yet');
  addLicenseFields(create).action(
    asking(context, async (api, options: AdminOptions & Creation) => {
      const { product, user, createUsers, key, disable, idempotencyKey } = options;
      const body = withDefaults<Schemas['NewLicense']>({
        ...(await licenseFieldsOf(api, options)),
        product_id: (await findProduct(api, product)).id,
        users: user?.map((email) => ({ email, max_activations: null })),
        create_users: createUsers,
        license_key: key,
        enabled: disable !== true,
      });
      const header = given({ 'Idempotency-Key': idempotencyKey });
      const license = await answer(api.POST('/admin/v1/licenses', { params: { header }, body }));
      showThing(context, options, license, details);
      sayEnds(context, options, license);
    }),
  );

  const update = adminCommand(family, 'update <license>', 'change a license');
  addSwitch(update, ['enable', 'to be used again'], ['disable', 'refuse every use of it']);
  addLicenseFields(update).action(
    asking(
      context,
      async (
        api,
        options: AdminOptions & LicenseFields & Flags<'enable' | 'disable'>,
        name = '',
      ) => {
        const enabled = switched(options.enable, options.disable);
        const body = changesOf({ ...(await licenseFieldsOf(api, options)), enabled });
        const params = { path: { id: (await findLicense(api, name)).id } };
        const license = await answer(api.PATCH('/admin/v1/licenses/{id}', { params, body }));
        showThing(context, options, license, details);
        sayEnds(context, options, license);
      },
    ),
  );

  adminCommand(family, 'assign <license> <user>', 'let a license user have it')
    .option('--max-activations <count>', 'on so many devices, or unlimited', parseLimit)
    .action(
      asking(context, async (api, options: AdminOptions & { maxActivations?: Limit }, ...names) => {
        const params = await assignmentOf(api, names);
        const body = given({ max_activations: orNone(options.maxActivations, 'unlimited') });
        const request = api.PUT('/admin/v1/licenses/{id}/users/{user_id}', { params, body });
        showThing(context, options, await answer(request), details);
      }),
    );

  adminCommand(family, 'unassign <license> <user>', 'take it from a license user')
    .option('--release-devices', 'and give the seats of their devices back')
    .option('--yes', 'do not ask, where devices are released')
    .action(
      asking(
        context,
        async (api, options: AdminOptions & Flags<'releaseDevices' | 'yes'>, ...names) => {
          const { path } = await assignmentOf(api, names);
          if (options.releaseDevices) {
            const [license = '', user = ''] = names;
            const question = `Release the devices of ${user} on the license ${license}?`;
            await confirm(context, question, options);
          }
          const query = given({ release_devices: options.releaseDevices });
          const request = api.DELETE('/admin/v1/licenses/{id}/users/{user_id}', {
            params: { path, query },
          });
          showThing(context, options, await answer(request), details);
        },
      ),
    );

  deleteCommand(family, context, ['license', 'a license without devices'], {
    find: findLicense,
    label: ({ id, license_key }) => license_key ?? String(id),
    remove: (api, id) => api.DELETE('/admin/v1/licenses/{id}', { params: { path: { id } } }),
  });

  addFamilyExamples(family, [
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
    [
      'latchkey license update FUH3-4E7A-LZJL-7JTP \\\n' +
        '    --valid-until never --type perpetual',
    ],
    ['latchkey license assign 1699349720166389 bob@acme.example --max-activations 1'],
    ['latchkey license unassign 1699349720166389 bob@acme.example --release-devices'],
    ['latchkey license delete FUH3-4E7A-LZJL-7JTP'],
  ]);
}

type Creation = LicenseFields & {
  product: string;
  user?: readonly string[];
  key?: string;
  idempotencyKey?: string;
} & Flags<'createUsers' | 'disable'>;

type Filters = Partial<Record<'product' | 'customer' | 'account' | 'user' | 'order', string>> & {
  type?: License['license_type'];
} & Flags<'enabled' | 'disabled' | 'expired' | 'notExpired'>;

async function filtersOf(api: AdminClient, options: Filters) {
  const { product, customer, account, user, order, type } = options;
  return given({
    product_id: product === undefined ? undefined : (await findProduct(api, product)).id,
    customer_id: customer === undefined ? undefined : (await findCustomer(api, customer)).id,
    customer_account_id: account === undefined ? undefined : (await findAccount(api, account)).id,
    license_user_id: user === undefined ? undefined : (await findUser(api, user)).id,
    order_store_id: order,
    license_type: type,
    enabled: switched(options.enabled, options.disabled),
    expired: switched(options.expired, options.notExpired),
  });
}

async function assignmentOf(api: AdminClient, [license = '', user = '']: string[]) {
  const [{ id }, { id: userId }] = await Promise.all([
    findLicense(api, license),
    findUser(api, user),
  ]);
  return { path: { id, user_id: userId } };
}

function countOf(users: number): string {
  return users === 1 ? '1 user' : `${users} users`;
}

function describeUser({ email, max_activations, total_activations }: Schemas['AdminAssignment']) {
  return `${email} (${total_activations} of ${max_activations ?? 'any number'})`;
}
