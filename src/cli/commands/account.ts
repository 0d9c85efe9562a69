import { type Command, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import {
  adminCommand,
  asking,
  deleteCommand,
  showCommand,
  showThing,
} from '../lib/admin-command.ts';
import type { Context } from '../lib/context.ts';
import { addSwitch, changesOf, collect, given, switched, withDefaults } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findAccount } from '../lib/find.ts';

type NewAccount = components['schemas']['NewCustomerAccount'];
type Account = components['schemas']['AdminCustomerAccount'];
type Flags<Name extends string> = Partial<Record<Name, true>>;

interface Fields {
  name?: string;
  redirectUri?: readonly string[];
}

const KINDS = ['oidc', 'password', 'none'] as const;
const REDIRECT_URI = [
  '--redirect-uri <uri>',
  'where sign-ins may end; again for more, the first is the default',
  collect,
] as const;

const details = {
  ID: ({ id }: Account) => id,
  Code: ({ code }: Account) => code,
  Name: ({ name }: Account) => name,
  State: ({ enabled }: Account) => (enabled ? 'enabled' : 'disabled'),
  Connection: ({ connection_kind }: Account) => connection_kind,
  'Provider redirect URI': ({ provider_redirect_uri }: Account) => provider_redirect_uri,
  'Redirect URIs': ({ redirect_uris }: Account) =>
    redirect_uris.map(({ uri, is_default }) => (is_default ? `${uri} (default)` : uri)),
  Created: ({ created_at }: Account) => created_at,
  Updated: ({ updated_at }: Account) => updated_at,
};

/** `latchkey account …`; a customer account is named by its code or its id. */
export function addAccounts(program: Command, context: Context): void {
  const family = program.command('account').description('companies whose people sign in');

  const list = searchedListCommand(family, 'list customer accounts, newest first').addOption(
    new Option('--connection <kind>', 'only with a connection of this kind').choices(KINDS),
  );
  addSwitch(list, ['enabled', 'only enabled ones'], ['disabled', 'only disabled ones']);
  type Filters = { connection?: (typeof KINDS)[number] } & Flags<'enabled' | 'disabled'>;
  list.action(
    asking(context, (api, options: ListOptions & Filters) => {
      const enabled = switched(options.enabled, options.disabled);
      const filters = given({ connection_kind: options.connection, enabled });
      const { ID, Code, Name, State, Connection, Created } = details;
      return showList(context, options, { ID, Code, Name, State, Connection, Created }, (page) =>
        answer(
          api.GET('/admin/v1/customer-accounts', { params: { query: { ...page, ...filters } } }),
        ),
      );
    }),
  );

  showCommand(family, context, ['account', 'a customer account'], { find: findAccount, details });

  adminCommand(family, 'create <code>', 'create a customer account')
    .requiredOption('--name <name>', 'as people read it')
    .option(...REDIRECT_URI)
    .option('--disable', 'nobody is to sign in yet')
    .action(
      asking(context, async (api, options: AdminOptions & Fields & Flags<'disable'>, code = '') => {
        const { name = '', redirectUri, disable } = options;
        const body = withDefaults<NewAccount>({
          code,
          name,
          enabled: disable !== true,
          redirect_uris: redirectUrisOf(redirectUri),
        });
        const account = await answer(api.POST('/admin/v1/customer-accounts', { body }));
        showThing(context, options, account, details);
      }),
    );

  const update = adminCommand(family, 'update <account>', 'change a customer account')
    .option('--name <name>', 'as people read it')
    .option(REDIRECT_URI[0], `${REDIRECT_URI[1]}; they take the place of all others`, collect);
  addSwitch(update, ['enable', 'let people sign in'], ['disable', 'let nobody sign in']);
  update.action(
    asking(
      context,
      async (api, options: AdminOptions & Fields & Flags<'enable' | 'disable'>, name = '') => {
        const body = changesOf({
          name: options.name,
          enabled: switched(options.enable, options.disable),
          redirect_uris: redirectUrisOf(options.redirectUri),
        });
        const { id } = await findAccount(api, name);
        const path = { id };
        const request = api.PATCH('/admin/v1/customer-accounts/{id}', { params: { path }, body });
        showThing(context, options, await answer(request), details);
      },
    ),
  );

  deleteCommand(family, context, ['account', 'a customer account that has no customers'], {
    find: findAccount,
    label: ({ code }) => code,
    remove: (api, id) =>
      api.DELETE('/admin/v1/customer-accounts/{id}', { params: { path: { id } } }),
  });

  addFamilyExamples(family, [
    ['latchkey account list'],
    ['latchkey account show acme'],
    ['latchkey account create acme --name Acme \\\n    --redirect-uri http://127.0.0.1/callback'],
    ['latchkey account update acme --disable', 'nobody signs in'],
    ['latchkey account delete acme'],
  ]);
}

function redirectUrisOf(uris: readonly string[] | undefined) {
  return uris?.map((uri, place) => ({ uri, is_default: place === 0 }));
}
