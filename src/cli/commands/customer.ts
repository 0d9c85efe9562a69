import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { Context } from '../lib/context.ts';
import { idBy } from '../lib/find-one.ts';
import { findAccount, findCustomer } from '../lib/find.ts';
import type { FieldOption } from '../lib/field-options.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

const account = {
  flags: '--account <account>',
  read: idBy(findAccount),
} as const satisfies FieldOption;

/** `latchkey customer …`. A customer is named by its e-mail address, if no other has it, or by its ID. */
export function addCustomers(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'customer',
    one: 'a customer',
    many: 'customers',
    summary: 'people and companies that licenses are issued to',
    find: findCustomer,
    label: ({ email }) => email,
    shown: fields.AdminCustomer,
    details: {
      ID: 'id',
      'E-mail': 'email',
      Company: 'company_name',
      Account: 'customer_account',
      Reference: 'reference',
      Name: [
        ['first_name', 'last_name'],
        ({ first_name, last_name }) => `${first_name} ${last_name}`.trim(),
      ],
      Phone: 'phone',
      Address: [
        ['address', 'postcode', 'city', 'state', 'country'],
        ({ address, postcode, city, state, country }) =>
          [address, `${postcode} ${city}`.trim(), state, country].filter((part) => part).join(', '),
      ],
      Metadata: 'metadata',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['customer_account_id'],
    list: {
      columns: ['ID', 'E-mail', 'Company', 'Account', 'Created'],
      filters: {
        email: { flags: '--email <address>', help: 'only customers with this e-mail address' },
        company_name: { flags: '--company <name>', help: 'only customers of this company' },
        reference: { flags: '--reference <text>', help: 'only customers with this reference' },
        customer_account_id: { ...account, help: 'only customers of this customer account' },
      },
      parameters: listParameters.listCustomers,
      call: (api, query) => api.GET('/admin/v1/customers', { params: { query } }),
    },
    options: {
      customer_account_id: {
        ...account,
        help: 'the customer account',
        none: ['--no-account', 'no customer account'],
      },
      company_name: { flags: '--company <name>' },
    },
    create: {
      argument: 'email',
      fields: fields.NewCustomer,
      call: (api, body: Schemas['NewCustomer']) => api.POST('/admin/v1/customers', { body }),
    },
    update: {
      fields: fields.CustomerChanges,
      options: { email: { flags: '--email <address>', help: 'e-mail address of the customer' } },
      call: (api, id, body: Schemas['CustomerChanges']) =>
        api.PATCH('/admin/v1/customers/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a customer who has no licenses',
      call: (api, id) => api.DELETE('/admin/v1/customers/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey customer list --account acme'],
      ['latchkey customer show it@acme.example'],
      ['latchkey customer create it@acme.example --company Acme --account acme'],
      ['latchkey customer update it@acme.example --reference C-1042'],
      ['latchkey customer delete it@acme.example'],
    ],
  });
}
