import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import type { Context } from '../lib/context.ts';
import { enabledFilter, type FieldOption } from '../lib/field-options.ts';
import { collect } from '../lib/fields.ts';
import { findBundle, findProduct } from '../lib/find.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

const products = {
  flags: '--product <product>',
  help: 'product of the bundle; repeat for more',
  parse: collect,
  read: async (names: readonly string[], api: AdminClient) => {
    const found = await Promise.all(names.map((name) => findProduct(api, name)));
    return found.map(({ id }) => id);
  },
} satisfies FieldOption;

/** `latchkey bundle …`. A bundle is named by its code or its ID. */
export function addBundles(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'bundle',
    one: 'a bundle',
    many: 'bundles',
    summary: 'products that you license together',
    find: findBundle,
    label: ({ code }) => code,
    shown: fields.AdminBundle,
    details: {
      ID: 'id',
      Code: 'code',
      Name: 'name',
      Method: 'authorization_method',
      Products: [['product_codes'], ({ product_codes }) => product_codes],
      State: [
        ['archived', 'enabled'],
        ({ archived, enabled }) => (archived ? 'archived' : enabled ? 'enabled' : 'disabled'),
      ],
      Metadata: 'metadata',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['product_ids'],
    list: {
      columns: [
        'ID',
        'Code',
        'Name',
        ['Products', ({ product_codes }) => product_codes.join(', ')],
        'State',
      ],
      filters: {
        enabled: enabledFilter,
        archived: {
          on: ['--archived', 'only archived bundles'],
          off: ['--not-archived', 'only bundles that are not archived'],
        },
      },
      parameters: listParameters.listBundles,
      call: (api, query) => api.GET('/admin/v1/bundles', { params: { query } }),
    },
    options: {
      name: { flags: '--name <name>', help: 'name that users see', required: true },
      product_ids: products,
      enabled: {
        on: ['--enable', 'allow use again'],
        off: ['--disable', 'refuse every request that names the bundle'],
      },
    },
    create: {
      argument: 'code',
      fields: fields.NewBundle,
      options: {
        product_ids: { ...products, required: true },
        authorization_method: {
          flags: '--method <method>',
          help: 'how its licenses are activated; that of all its products',
          default: 'user',
        } satisfies FieldOption,
      },
      call: (api, body: Schemas['NewBundle']) => api.POST('/admin/v1/bundles', { body }),
    },
    update: {
      fields: fields.BundleChanges,
      options: {
        product_ids: { ...products, help: 'all products of the bundle from now on' },
        archived: {
          on: ['--archive', 'stop new activations; existing ones continue'],
          off: ['--unarchive', 'allow new activations again'],
        },
      },
      call: (api, id, body: Schemas['BundleChanges']) =>
        api.PATCH('/admin/v1/bundles/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a bundle that has no licenses',
      call: (api, id) => api.DELETE('/admin/v1/bundles/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey bundle create suite --name Suite --product writer --product sheets'],
      ['latchkey bundle update suite --product writer --product slides'],
      ['latchkey bundle update suite --archive'],
      ['latchkey bundle-license create --bundle suite --user alice@acme.example'],
    ],
  });
}
