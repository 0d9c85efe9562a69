import { type Command, Option } from 'commander';
import type { components } from '../../generated/openapi.d.ts';
import type { AdminClient } from '../admin-client.ts';
import { type AdminOptions, adminCommand, answer, openAdminApi } from './admin-api.ts';
import { confirm } from './confirm.ts';
import { type Context, say } from './context.ts';
import { addSwitch, given, parseJsonObject, switched } from './fields.ts';
import { addFamilyExamples } from './help.ts';
import { listCommand, type ListOptions, showList } from './list.ts';
import { assertChanges, findOne, showOne } from './one.ts';

type Product = components['schemas']['AdminProduct'];
type Method = components['schemas']['AuthorizationMethod'];
type Flags = Partial<Record<'enable' | 'disable' | 'preventVm' | 'allowVm', true>>;

const methods: Method[] = ['user', 'license-key'];
const metadata = ['--metadata <json>', 'an object of your own', parseJsonObject] as const;

const details = {
  ID: ({ id }: Product) => id,
  Code: ({ code }: Product) => code,
  Name: ({ name }: Product) => name,
  Method: ({ authorization_method }: Product) => authorization_method,
  State: stateOf,
  'In virtual machines': ({ prevent_vm }: Product) => (prevent_vm ? 'not to run' : 'may run'),
  Metadata: (product: Product) => product.metadata,
  Created: ({ created_at }: Product) => created_at,
  Updated: ({ updated_at }: Product) => updated_at,
};

/** `latchkey product …`; a product is named by its code, or by its id. */
export function addProducts(program: Command, context: Context): void {
  const family = program.command('product').description('what you sell');
  const list = listCommand(family, 'list products, newest first').addOption(
    new Option('--method <method>', 'only of this kind').choices(methods),
  );
  addSwitch(list, ['enabled', 'only enabled ones'], ['disabled', 'only disabled ones']);
  addSwitch(list, ['archived', 'only archived ones'], ['not-archived', 'only others']);
  list.action(
    async (
      options: ListOptions & { method?: Method } & Partial<
          Record<'enabled' | 'disabled' | 'archived' | 'notArchived', true>
        >,
    ) => {
      const api = openAdminApi(context, options);
      const filter = given({
        authorization_method: options.method,
        enabled: switched(options.enabled, options.disabled),
        archived: switched(options.archived, options.notArchived),
      });
      const { ID, Code, Name, Method, State, Created } = details;
      await showList(context, options, { ID, Code, Name, Method, State, Created }, (page) =>
        answer(api.GET('/admin/v1/products', { params: { query: { ...page, ...filter } } })),
      );
    },
  );

  adminCommand(family, 'show <product>', 'show a product').action(
    async (name: string, options: AdminOptions) => {
      const api = openAdminApi(context, options);
      showOne(context, options, await findProduct(api, name), details);
    },
  );

  const create = adminCommand(family, 'create <code>', 'create a product')
    .requiredOption('--name <name>', 'as people read it')
    .addOption(
      new Option('--method <method>', 'how it is activated').choices(methods).default('user'),
    )
    .option('--disable', 'not to be used yet')
    .option('--prevent-vm', 'tells applications not to run in a virtual machine')
    .option(...metadata);
  create.action(
    async (
      code: string,
      options: AdminOptions & Flags & { name: string; method: Method; metadata?: object },
    ) => {
      const api = openAdminApi(context, options);
      const body = {
        ...{ code, name: options.name, authorization_method: options.method },
        enabled: options.disable !== true,
        prevent_vm: options.preventVm === true,
        ...given({ metadata: options.metadata as Product['metadata'] | undefined }),
      };
      const product = await answer(api.POST('/admin/v1/products', { body }));
      showOne(context, options, product, details);
    },
  );

  const update = adminCommand(family, 'update <product>', 'change a product')
    .option('--name <name>', 'as people read it')
    .option(...metadata);
  addSwitch(update, ['enable', 'to be used again'], ['disable', 'refuse every call for it']);
  addSwitch(
    update,
    ['prevent-vm', 'tell applications not to run in a virtual machine'],
    ['allow-vm', 'tell them that they may'],
  );
  update.action(
    async (name: string, options: AdminOptions & Flags & { name?: string; metadata?: object }) => {
      const body = given({
        name: options.name,
        enabled: switched(options.enable, options.disable),
        prevent_vm: switched(options.preventVm, options.allowVm),
        metadata: options.metadata as Product['metadata'] | undefined,
      });
      assertChanges(body);
      const api = openAdminApi(context, options);
      const { id } = await findProduct(api, name);
      showOne(context, options, await change(api, id, body), details);
    },
  );

  for (const archived of [true, false]) {
    const [verb, does] = archived
      ? ['archive', 'activate nothing new; what is goes on']
      : ['unarchive', 'let it be activated again'];
    adminCommand(family, `${verb} <product>`, does).action(
      async (name: string, options: AdminOptions) => {
        const api = openAdminApi(context, options);
        const { id } = await findProduct(api, name);
        showOne(context, options, await change(api, id, { archived }), details);
      },
    );
  }

  adminCommand(family, 'delete <product>', 'delete a product that has no licenses')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: AdminOptions & { yes?: true }) => {
      const api = openAdminApi(context, options);
      const { id, code } = await findProduct(api, name);
      await confirm(context, `Delete the product ${code}?`, options);
      await answer(api.DELETE('/admin/v1/products/{id}', { params: { path: { id } } }));
      say(context, `The product ${code} is deleted.`);
    });

  addFamilyExamples(family, [
    ['latchkey product list'],
    ['latchkey product list --method license-key --not-archived'],
    ['latchkey product show desktop-pro'],
    ['latchkey product create desktop-pro --name "Desktop Pro"', 'people sign in'],
    ['latchkey product create plugin --name Plugin --method license-key'],
    ['latchkey product update desktop-pro --disable', 'every call is refused'],
    ['latchkey product archive desktop-pro'],
    ['latchkey product unarchive desktop-pro'],
    ['latchkey product delete desktop-pro'],
  ]);
}

/** @throws Failure where there is no such product */
export function findProduct(api: AdminClient, name: string): Promise<Product> {
  return findOne(
    'product',
    name,
    () => answer(api.GET('/admin/v1/products', { params: { query: { code: name } } })),
    (id) => answer(api.GET('/admin/v1/products/{id}', { params: { path: { id } } })),
  );
}

function change(api: AdminClient, id: number, body: components['schemas']['ProductChanges']) {
  return answer(api.PATCH('/admin/v1/products/{id}', { params: { path: { id } }, body }));
}

function stateOf({ archived, enabled }: Product): string {
  if (archived) return 'archived';
  return enabled ? 'enabled' : 'disabled';
}
