import type { Command } from 'commander';
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
import type { Context } from '../lib/context.ts';
import { changesOf, given, parseJsonObject, withDefaults } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findAccount, findCustomer } from '../lib/find.ts';

type Schemas = components['schemas'];
type Customer = Schemas['AdminCustomer'];

interface Fields {
  account?: string | false;
  company?: string;
  reference?: string;
  phone?: string;
  firstName?: string;
  lastName?: string;
  address?: string;
  postcode?: string;
  city?: string;
  state?: string;
  country?: string;
  metadata?: Record<string, unknown>;
}

const details = {
  ID: ({ id }: Customer) => id,
  'E-mail': ({ email }: Customer) => email,
  Company: ({ company_name }: Customer) => company_name,
  Account: ({ customer_account }: Customer) => customer_account,
  Reference: ({ reference }: Customer) => reference,
  Name: ({ first_name, last_name }: Customer) => `${first_name} ${last_name}`.trim(),
  Phone: ({ phone }: Customer) => phone,
  Address: ({ address, postcode, city, state, country }: Customer) =>
    [address, `${postcode} ${city}`.trim(), state, country].filter((part) => part).join(', '),
  Metadata: ({ metadata }: Customer) => metadata,
  Created: ({ created_at }: Customer) => created_at,
  Updated: ({ updated_at }: Customer) => updated_at,
};

/** `latchkey customer …`; a customer is named by its e-mail address, where one alone has it, or by its id. */
export function addCustomers(program: Command, context: Context): void {
  const family = program.command('customer').description('whom licenses are issued to');

  searchedListCommand(family, 'list customers, newest first')
    .option('--email <address>', 'only with this e-mail address')
    .option('--company <name>', 'only of this company')
    .option('--reference <text>', 'only with this reference')
    .option('--account <account>', 'only of this customer account')
    .action(
      asking(context, async (api, options: ListOptions & Fields & { email?: string }) => {
        const { email, company, reference } = options;
        const id = await accountId(api, options);
        const filters = given({
          email,
          company_name: company,
          reference,
          customer_account_id: id ?? undefined,
        });
        const { ID, 'E-mail': email_, Company, Account, Created } = details;
        await showList(
          context,
          options,
          { ID, 'E-mail': email_, Company, Account, Created },
          (page) =>
            answer(api.GET('/admin/v1/customers', { params: { query: { ...page, ...filters } } })),
        );
      }),
    );

  showCommand(family, context, ['customer', 'a customer'], { find: findCustomer, details });

  addFields(adminCommand(family, 'create <email>', 'create a customer')).action(
    asking(context, async (api, options: AdminOptions & Fields, email = '') => {
      const body = withDefaults<Schemas['NewCustomer']>({
        email,
        ...(await fieldsOf(api, options)),
      });
      const customer = await answer(api.POST('/admin/v1/customers', { body }));
      showThing(context, options, customer, details);
    }),
  );

  const update = adminCommand(family, 'update <customer>', 'change a customer');
  addFields(update.option('--email <address>', 'of the customer'))
    .option('--no-account', 'of no customer account')
    .action(
      asking(
        context,
        async (api, options: AdminOptions & Fields & { email?: string }, name = '') => {
          const body = changesOf({ email: options.email, ...(await fieldsOf(api, options)) });
          const { id } = await findCustomer(api, name);
          const request = api.PATCH('/admin/v1/customers/{id}', { params: { path: { id } }, body });
          showThing(context, options, await answer(request), details);
        },
      ),
    );

  deleteCommand(family, context, ['customer', 'a customer who has no licenses'], {
    find: findCustomer,
    label: ({ email }) => email,
    remove: (api, id) => api.DELETE('/admin/v1/customers/{id}', { params: { path: { id } } }),
  });

  addFamilyExamples(family, [
    ['latchkey customer list --account acme'],
    ['latchkey customer show it@acme.example'],
    ['latchkey customer create it@acme.example --company Acme --account acme'],
    ['latchkey customer update it@acme.example --reference C-1042'],
    ['latchkey customer delete it@acme.example'],
  ]);
}

function addFields(command: Command): Command {
  return command
    .option('--account <account>', 'of this customer account')
    .option('--company <name>', 'the company')
    .option('--reference <text>', 'what you call it elsewhere')
    .option('--first-name <name>', 'of the person')
    .option('--last-name <name>', 'of the person')
    .option('--phone <number>', 'of the person')
    .option('--address <text>', 'street and number')
    .option('--postcode <text>', 'of the address')
    .option('--city <name>', 'of the address')
    .option('--state <name>', 'of the address')
    .option('--country <name>', 'of the address')
    .option('--metadata <json>', 'an object of your own', parseJsonObject);
}

async function fieldsOf(api: AdminClient, options: Fields) {
  const { company, firstName, lastName, reference, phone, metadata } = options;
  const { address, postcode, city, state, country } = options;
  return {
    company_name: company,
    first_name: firstName,
    last_name: lastName,
    reference,
    phone,
    metadata,
    address,
    postcode,
    city,
    state,
    country,
    customer_account_id: await accountId(api, options),
  };
}

async function accountId(api: AdminClient, { account }: Fields) {
  if (account === undefined) return undefined;
  return account === false ? null : (await findAccount(api, account)).id;
}
