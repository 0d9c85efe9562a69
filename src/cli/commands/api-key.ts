import type { Command } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, asking, showCommand, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { addSwitch, changesOf, collect, given, switched, withDefaults } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findApiKey, findProduct } from '../lib/find.ts';

type Schemas = components['schemas'];
/** As it is listed, or as it is shown once. */
type Key = Omit<Schemas['AdminApiKey'], 'revoked_at'> & {
  revoked_at?: string | null;
  shared_key?: string;
};
type Flags<Name extends string> = Partial<Record<Name, true>>;

const PRODUCT = ['--product <product>', 'good for this product alone; again for more'] as const;

const details = {
  ID: ({ id }: Key) => id,
  Name: ({ name }: Key) => name,
  'API key': ({ api_key }: Key) => api_key,
  'Shared key': (key: Key) => key.shared_key ?? 'not shown again',
  State: ({ revoked_at }: Key) => (revoked_at ? 'revoked' : 'usable'),
  'May change': ({ read_only }: Key) => !read_only,
  Products: ({ product_ids }: Key) => product_ids?.join(', ') ?? 'all',
  Created: ({ created_at }: Key) => created_at,
  Updated: ({ updated_at }: Key) => updated_at,
};

/** `latchkey api-key …`; an API key is named by its name or its id. */
export function addApiKeys(program: Command, context: Context): void {
  const family = program
    .command('api-key')
    .description('what your applications sign their requests with');

  const list = searchedListCommand(family, 'list API keys, newest first').option(
    '--product <product>',
    'only those that are good for it',
  );
  addSwitch(list, ['revoked', 'only revoked ones'], ['not-revoked', 'only usable ones']);
  type Filters = { product?: string } & Flags<'revoked' | 'notRevoked'>;
  list.action(
    asking(context, async (api, options: ListOptions & Filters) => {
      const { product } = options;
      const filters = given({
        revoked: switched(options.revoked, options.notRevoked),
        product_id: product === undefined ? undefined : (await findProduct(api, product)).id,
      });
      const { ID, Name, State, Products, Created } = details;
      await showList(context, options, { ID, Name, State, Products, Created }, (page) =>
        answer(api.GET('/admin/v1/api-keys', { params: { query: { ...page, ...filters } } })),
      );
    }),
  );

  showCommand(family, context, ['api-key', 'an API key'], { find: findApiKey, details });

  adminCommand(family, 'create <name>', 'create an API key; its shared key is shown once')
    .option(...PRODUCT, collect)
    .option('--read-only', 'it may check and list, and change nothing')
    .action(
      asking(
        context,
        async (
          api,
          options: AdminOptions & { product?: string[] } & Flags<'readOnly'>,
          name = '',
        ) => {
          const body = withDefaults<Schemas['NewApiKey']>({
            name,
            read_only: options.readOnly === true,
            product_ids: await productIds(api, options.product),
          });
          const key = await answer(api.POST('/admin/v1/api-keys', { body }));
          showThing(context, options, key, details);
          say(context, 'The shared key is shown this once. Keep it.');
        },
      ),
    );

  const update = adminCommand(family, 'update <api-key>', 'change an API key')
    .option('--name <name>', 'as you call it')
    .option(...PRODUCT, collect)
    .option('--all-products', 'good for every product');
  addSwitch(update, ['read-only', 'it may change nothing'], ['read-write', 'it may activate']);
  type Changes = { name?: string; product?: string[] } & Flags<
    'allProducts' | 'readOnly' | 'readWrite'
  >;
  update.action(
    asking(context, async (api, options: AdminOptions & Changes, name = '') => {
      const { allProducts, product } = options;
      const body = changesOf({
        name: options.name,
        read_only: switched(options.readOnly, options.readWrite),
        product_ids: allProducts === true ? null : await productIds(api, product),
      });
      const { id } = await findApiKey(api, name);
      const params = { path: { id } };
      const request = api.PATCH('/admin/v1/api-keys/{id}', { params, body });
      showThing(context, options, await answer(request), details);
    }),
  );

  adminCommand(family, 'revoke <api-key>', 'refuse it from now on, for good')
    .option('--yes', 'do not ask')
    .action(
      asking(context, async (api, options: AdminOptions & { yes?: true }, wanted = '') => {
        const { id, name } = await findApiKey(api, wanted);
        await confirm(context, `Revoke the API key "${name}"? Applications stop.`, options);
        const params = { path: { id } };
        await answer(api.POST('/admin/v1/api-keys/{id}/revoke', { params }));
        say(context, `Revoked the API key "${name}".`);
      }),
    );

  addFamilyExamples(family, [
    ['latchkey api-key list --not-revoked'],
    ['latchkey api-key show "Desktop Pro 3"'],
    ['latchkey api-key create "Desktop Pro 3" --product desktop-pro'],
    ['latchkey api-key create "License monitor" --read-only --json'],
    ['latchkey api-key update "Desktop Pro 3" --all-products'],
    ['latchkey api-key revoke "Desktop Pro 2"'],
  ]);
}

async function productIds(api: AdminClient, names: readonly string[] | undefined) {
  if (names === undefined) return undefined;
  const products = await Promise.all(names.map((name) => findProduct(api, name)));
  return products.map(({ id }) => id);
}
