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
import type { Context } from '../lib/context.ts';
import {
  addSwitch,
  changesOf,
  given,
  parseJsonObject,
  switched,
  withDefaults,
} from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findProduct } from '../lib/find.ts';

type Schemas = components['schemas'];
type Product = Schemas['AdminProduct'];
type Method = Schemas['AuthorizationMethod'];
type Flags<Name extends string> = Partial<Record<Name, true>>;

interface Fields {
  name?: string;
  method?: Method;
  metadata?: Record<string, unknown>;
}

const METHODS: Method[] = ['user', 'license-key'];
const METADATA = ['--metadata <json>', 'an object of your own', parseJsonObject] as const;
const PREVENT_VM = ['prevent-vm', 'tell applications not to run in a virtual machine'] as const;

const details = {
  ID: ({ id }: Product) => id,
  Code: ({ code }: Product) => code,
  Name: ({ name }: Product) => name,
  Method: ({ authorization_method }: Product) => authorization_method,
  State: ({ archived, enabled }: Product) =>
    archived ? 'archived' : enabled ? 'enabled' : 'disabled',
  'In virtual machines': ({ prevent_vm }: Product) => (prevent_vm ? 'not to run' : 'may run'),
  Metadata: ({ metadata }: Product) => metadata,
  Created: ({ created_at }: Product) => created_at,
  Updated: ({ updated_at }: Product) => updated_at,
};

/** `latchkey product …`; a product is named by its code or its id. */
export function addProducts(program: Command, context: Context): void {
  const family = program.command('product').description('what you sell');

  const list = searchedListCommand(family, 'list products, newest first').addOption(
    new Option('--method <method>', 'only of this kind').choices(METHODS),
  );
  addSwitch(list, ['enabled', 'only enabled ones'], ['disabled', 'only disabled ones']);
  addSwitch(list, ['archived', 'only archived ones'], ['not-archived', 'only others']);
  type Filters = Fields & Flags<'enabled' | 'disabled' | 'archived' | 'notArchived'>;
  list.action(
    asking(context, (api, options: ListOptions & Filters) => {
      const filters = given({
        authorization_method: options.method,
        enabled: switched(options.enabled, options.disabled),
        archived: switched(options.archived, options.notArchived),
      });
      const { ID, Code, Name, Method, State, Created } = details;
      return showList(context, options, { ID, Code, Name, Method, State, Created }, (page) =>
        answer(api.GET('/admin/v1/products', { params: { query: { ...page, ...filters } } })),
      );
    }),
  );

  showCommand(family, context, ['product', 'a product'], { find: findProduct, details });

  adminCommand(family, 'create <code>', 'create a product')
    .requiredOption('--name <name>', 'as people read it')
    .addOption(
      new Option('--method <method>', 'how it is activated').choices(METHODS).default('user'),
    )
    .option('--disable', 'not to be used yet')
    .option(`--${PREVENT_VM[0]}`, PREVENT_VM[1])
    .option(...METADATA)
    .action(
      asking(context, async (api, options: AdminOptions & Fields & Flags<string>, code = '') => {
        const { name = '', method = 'user', metadata } = options;
        const body = withDefaults<Schemas['NewProduct']>({
          code,
          name,
          authorization_method: method,
          metadata,
          enabled: options['disable'] !== true,
          prevent_vm: options['preventVm'] === true,
        });
        const product = await answer(api.POST('/admin/v1/products', { body }));
        showThing(context, options, product, details);
      }),
    );

  const update = adminCommand(family, 'update <product>', 'change a product')
    .option('--name <name>', 'as people read it')
    .option(...METADATA);
  addSwitch(update, ['enable', 'to be used again'], ['disable', 'refuse every call for it']);
  addSwitch(update, PREVENT_VM, ['allow-vm', 'tell them that they may']);
  type Changes = Fields & Flags<'enable' | 'disable' | 'preventVm' | 'allowVm'>;
  update.action(
    asking(context, async (api, options: AdminOptions & Changes, name = '') => {
      const changes = changesOf({
        name: options.name,
        metadata: options.metadata,
        enabled: switched(options.enable, options.disable),
        prevent_vm: switched(options.preventVm, options.allowVm),
      });
      await change(api, options, name, changes);
    }),
  );

  adminCommand(family, 'archive <product>', 'activate nothing new; what is goes on').action(
    asking(context, (api, options, name = '') => change(api, options, name, { archived: true })),
  );
  adminCommand(family, 'unarchive <product>', 'let it be activated again').action(
    asking(context, (api, options, name = '') => change(api, options, name, { archived: false })),
  );

  deleteCommand(family, context, ['product', 'a product that has no licenses'], {
    find: findProduct,
    label: ({ code }) => code,
    remove: (api, id) => api.DELETE('/admin/v1/products/{id}', { params: { path: { id } } }),
  });

  addFamilyExamples(family, [
    ['latchkey product list'],
    ['latchkey product list --method license-key --not-archived'],
    ['latchkey product show desktop-pro'],
    ['latchkey product create desktop-pro --name "Desktop Pro"', 'people sign in'],
    ['latchkey product create plugin --name Plugin --method license-key'],
    ['latchkey product update desktop-pro --disable', 'calls are refused'],
    ['latchkey product archive desktop-pro'],
    ['latchkey product unarchive desktop-pro'],
    ['latchkey product delete desktop-pro'],
  ]);

  async function change(
    api: AdminClient,
    options: AdminOptions,
    name: string,
    body: Schemas['ProductChanges'],
  ): Promise<void> {
    const { id } = await findProduct(api, name);
    const request = api.PATCH('/admin/v1/products/{id}', { params: { path: { id } }, body });
    showThing(context, options, await answer(request), details);
  }
}
