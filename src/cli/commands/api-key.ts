import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { adminCommand, withAdminClient } from '../lib/admin-command.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { collect } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { findApiKey, findProduct } from '../lib/find.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];
/** An API key, with its shared key when it was just created. */
type Key = Omit<Schemas['AdminApiKey'], 'revoked_at'> & {
  revoked_at?: string | null;
  shared_key?: string;
};

const find: (api: AdminClient, name: string) => Promise<Key> = findApiKey;

/** `latchkey api-key …`. An API key is named by its name or its ID. */
export function addApiKeys(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'api-key',
    one: 'an API key',
    many: 'API keys',
    summary: 'keys that applications sign requests with',
    find,
    label: ({ name }) => name,
    shown: fields.AdminApiKey,
    details: {
      ID: 'id',
      Name: 'name',
      'API key': 'api_key',
      'Shared key': [['shared_key'], ({ shared_key }) => shared_key ?? 'not shown again'],
      State: [['revoked_at'], ({ revoked_at }) => (revoked_at ? 'revoked' : 'usable')],
      'May change': [['read_only'], ({ read_only }) => !read_only],
      Products: [['product_ids'], ({ product_ids }) => product_ids?.join(', ') ?? 'all'],
      Created: 'created_at',
      Updated: 'updated_at',
    },
    list: {
      columns: ['ID', 'Name', 'State', 'Products', 'Created'],
      filters: {
        product_id: {
          flags: '--product <product>',
          help: 'only keys that this product accepts',
          read: idBy(findProduct),
        },
        revoked: {
          on: ['--revoked', 'only revoked ones'],
          off: ['--not-revoked', 'only usable ones'],
        },
      },
      parameters: listParameters.listApiKeys,
      call: (api, query) => api.GET('/admin/v1/api-keys', { params: { query } }),
    },
    options: {
      product_ids: {
        flags: '--product <product>',
        help: 'limit the key to this product; repeat for more',
        parse: collect,
        read: async (names: readonly string[], api) => {
          const products = await Promise.all(names.map((name) => findProduct(api, name)));
          return products.map(({ id }) => id);
        },
        none: ['--all-products', 'allow the key for all products'],
      },
      read_only: {
        on: ['--read-only', 'the key can only read'],
        off: ['--read-write', 'the key can activate licenses'],
      },
    },
    create: {
      argument: 'name',
      help: 'create an API key; its shared key is shown once',
      fields: fields.NewApiKey,
      call: (api, body: Schemas['NewApiKey']) => api.POST('/admin/v1/api-keys', { body }),
    },
    update: {
      fields: fields.ApiKeyChanges,
      options: { name: { flags: '--name <name>', help: 'name of the key' } },
      call: (api, id, body: Schemas['ApiKeyChanges']) =>
        api.PATCH('/admin/v1/api-keys/{id}', { params: { path: { id } }, body }),
    },
    after: (_context, _options, { shared_key }) => {
      if (shared_key !== undefined)
        say(context, 'The shared key is not shown again. Keep it secret.');
    },
    more: (family) => {
      adminCommand(family, 'revoke <api-key>', 'refuse all requests of an API key from now on')
        .option('--yes', 'do not ask')
        .action(
          withAdminClient(
            context,
            async (api, options: AdminOptions & { yes?: true }, wanted = '') => {
              const { id, name } = await findApiKey(api, wanted);
              await confirm(
                context,
                `Revoke the API key "${name}"? Applications that use it stop working.`,
                options,
              );
              const params = { path: { id } };
              await answer(api.POST('/admin/v1/api-keys/{id}/revoke', { params }));
              say(context, `Revoked the API key "${name}".`);
            },
          ),
        );
    },
    examples: [
      ['latchkey api-key list --not-revoked'],
      ['latchkey api-key show "Desktop Pro 3"'],
      ['latchkey api-key create "Desktop Pro 3" --product desktop-pro'],
      ['latchkey api-key create "License monitor" --read-only --json'],
      ['latchkey api-key update "Desktop Pro 3" --all-products'],
      ['latchkey api-key revoke "Desktop Pro 2"'],
    ],
  });
}
