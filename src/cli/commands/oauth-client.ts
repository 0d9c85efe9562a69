import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { adminCommand, showThing, withAdminClient } from '../lib/admin-command.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { collect, wholeNumber } from '../lib/fields.ts';
import type { FieldOptions } from '../lib/field-options.ts';
import { idBy } from '../lib/find-one.ts';
import {
  findAccount,
  findCustomer,
  findLicense,
  findOAuthClient,
  findProduct,
} from '../lib/find.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];
/** An OAuth client, with its secret when it was just created. */
type Client = Schemas['AdminOAuthClient'] & { client_secret?: string };

const subjects: FieldOptions = {
  customer_account_id: {
    flags: '--account <account>',
    help: 'for the licenses of this customer account',
    read: idBy(findAccount),
  },
  customer_id: {
    flags: '--customer <customer>',
    help: 'for the licenses of this customer',
    read: idBy(findCustomer),
  },
  license_id: { flags: '--license <license>', help: 'for this license', read: idBy(findLicense) },
};

const find: (api: AdminClient, name: string) => Promise<Client> = findOAuthClient;

const SECRET_NOTICE = 'The secret is not shown again. Keep it secret.';

/** `latchkey oauth-client …`. An OAuth client is named by its name, its client ID or its ID. */
export function addOAuthClients(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'oauth-client',
    one: 'an OAuth client',
    many: 'OAuth clients',
    summary: 'clients that get access tokens, in place of API keys',
    find,
    label: ({ name }) => name,
    shown: fields.AdminOAuthClient,
    details: {
      ID: 'id',
      Name: 'name',
      'Client ID': 'client_id',
      Secret: [['client_secret'], ({ client_secret: secret }) => secret ?? 'not shown again'],
      'Secret since': 'secret_created_at',
      'Old secret until': 'old_secret_expires_at',
      State: [['revoked_at'], ({ revoked_at }) => (revoked_at ? 'revoked' : 'usable')],
      'May change': [['read_only'], ({ read_only }) => !read_only],
      Scope: [
        ['scope', 'customer_account_id', 'customer_id', 'license_id'],
        ({ scope, customer_account_id, customer_id, license_id }) =>
          [scope.replace('_', ' '), customer_account_id ?? customer_id ?? license_id]
            .filter((part) => part !== null)
            .join(' '),
      ],
      Products: [['product_ids'], ({ product_ids }) => product_ids?.join(', ') ?? 'all'],
      Created: 'created_at',
      Updated: 'updated_at',
    },
    list: {
      columns: ['ID', 'Name', 'Client ID', 'Scope', 'State', 'Created'],
      filters: {
        scope: { flags: '--scope <scope>', help: 'only clients of this scope' },
        ...subjects,
        product_id: {
          flags: '--product <product>',
          help: 'only clients that this product accepts',
          read: idBy(findProduct),
        },
        revoked: {
          on: ['--revoked', 'only revoked ones'],
          off: ['--not-revoked', 'only usable ones'],
        },
      },
      parameters: listParameters.listOAuthClients,
      call: (api, query) => api.GET('/admin/v1/oauth-clients', { params: { query } }),
    },
    options: {
      product_ids: {
        flags: '--product <product>',
        help: 'limit the client to this product; repeat for more',
        parse: collect,
        read: async (names: readonly string[], api) => {
          const products = await Promise.all(names.map((name) => findProduct(api, name)));
          return products.map(({ id }) => id);
        },
        none: ['--all-products', 'allow the client for all products'],
      },
      read_only: {
        on: ['--read-only', 'the client can only read'],
        off: ['--read-write', 'the client can activate licenses'],
      },
    },
    create: {
      argument: 'name',
      help: 'create an OAuth client; its secret is shown once',
      fields: fields.NewOAuthClient,
      options: subjects,
      call: (api, body: Schemas['NewOAuthClient']) => api.POST('/admin/v1/oauth-clients', { body }),
    },
    update: {
      fields: fields.OAuthClientChanges,
      options: { name: { flags: '--name <name>', help: 'name of the client' } },
      call: (api, id, body: Schemas['OAuthClientChanges']) =>
        api.PATCH('/admin/v1/oauth-clients/{id}', { params: { path: { id } }, body }),
    },
    after: (_context, _options, { client_secret: secret }) => {
      if (secret !== undefined) say(context, SECRET_NOTICE);
    },
    more: (family, details) => {
      adminCommand(family, 'rotate <oauth-client>', 'create a new secret; it is shown once')
        .option(
          '--grace-hours <hours>',
          'hours for which the old secret still works (default: 24)',
          wholeNumber(0),
        )
        .action(
          withAdminClient(
            context,
            async (api, options: AdminOptions & { graceHours?: number }, wanted = '') => {
              const { id } = await findOAuthClient(api, wanted);
              const { graceHours } = options;
              // The default is that of the contract.
              const body = (
                graceHours === undefined ? {} : { grace_hours: graceHours }
              ) as Schemas['NewOAuthClientSecret'];
              const params = { path: { id } };
              const client = await answer(
                api.POST('/admin/v1/oauth-clients/{id}/secrets', { params, body }),
              );
              showThing(context, options, client, details);
              say(context, SECRET_NOTICE);
            },
          ),
        );
      adminCommand(family, 'revoke <oauth-client>', 'refuse all tokens of a client from now on')
        .option('--yes', 'do not ask')
        .action(
          withAdminClient(
            context,
            async (api, options: AdminOptions & { yes?: true }, wanted = '') => {
              const { id, name } = await findOAuthClient(api, wanted);
              await confirm(
                context,
                `Revoke the OAuth client "${name}"? Applications that use it stop working.`,
                options,
              );
              const params = { path: { id } };
              await answer(api.POST('/admin/v1/oauth-clients/{id}/revoke', { params }));
              say(context, `Revoked the OAuth client "${name}".`);
            },
          ),
        );
    },
    examples: [
      ['latchkey oauth-client list --not-revoked'],
      ['latchkey oauth-client show "Acme on-premise"'],
      ['latchkey oauth-client create "Desktop Pro 3" --product desktop-pro'],
      ['latchkey oauth-client create "Acme on-premise" --customer it@acme.example'],
      ['latchkey oauth-client create "Machine 7" --license FUH3-4E7A-LZJL-7JTP'],
      ['latchkey oauth-client rotate "Acme on-premise" --grace-hours 72'],
      ['latchkey oauth-client revoke "Machine 7"'],
    ],
  });
}
