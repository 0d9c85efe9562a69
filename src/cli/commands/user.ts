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
import { addSwitch, changesOf, given, switched, withDefaults } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { readPassword } from '../lib/read-password.ts';
import { findLicense, findUser } from '../lib/find.ts';

type Schemas = components['schemas'];
type User = Schemas['AdminLicenseUser'];
type Flags<Name extends string> = Partial<Record<Name, true>>;

interface Fields {
  email?: string;
  firstName?: string;
  lastName?: string;
  phone?: string;
}

const details = {
  ID: ({ id }: User) => id,
  'E-mail': ({ email }: User) => email,
  Name: ({ first_name, last_name }: User) => `${first_name} ${last_name}`.trim(),
  Phone: ({ phone_number }: User) => phone_number,
  State: ({ enabled }: User) => (enabled ? 'enabled' : 'disabled'),
  Password: ({ has_password, is_initial_password }: User) => {
    if (!has_password) return 'none';
    return is_initial_password ? 'initial' : 'their own';
  },
  Licenses: ({ license_count }: User) => license_count,
  Created: ({ created_at }: User) => created_at,
  Updated: ({ updated_at }: User) => updated_at,
};

/** `latchkey user …`; a license user is named by their e-mail address or id. */
export function addUsers(program: Command, context: Context): void {
  const family = program.command('user').description('people who may sign in to a product');

  const list = searchedListCommand(family, 'list license users, newest first')
    .option('--email <address>', 'only with this e-mail address')
    .option('--license <license>', 'only those who are assigned to it');
  addSwitch(list, ['enabled', 'only enabled ones'], ['disabled', 'only disabled ones']);
  type Filters = { email?: string; license?: string } & Flags<'enabled' | 'disabled'>;
  list.action(
    asking(context, async (api, options: ListOptions & Filters) => {
      const { email, license } = options;
      const filters = given({
        email,
        enabled: switched(options.enabled, options.disabled),
        license_id: license === undefined ? undefined : (await findLicense(api, license)).id,
      });
      const { ID, 'E-mail': address, Name, State, Licenses } = details;
      await showList(context, options, { ID, 'E-mail': address, Name, State, Licenses }, (page) =>
        answer(api.GET('/admin/v1/license-users', { params: { query: { ...page, ...filters } } })),
      );
    }),
  );

  showCommand(family, context, ['user', 'a license user'], { find: findUser, details });

  addFields(adminCommand(family, 'create <email>', 'create a license user'))
    .option('--password', 'with a password: asks for it, or reads a line of stdin')
    .option('--disable', 'not to do anything yet')
    .action(
      asking(
        context,
        async (api, options: AdminOptions & Fields & Flags<'password' | 'disable'>, email = '') => {
          const { password, disable } = options;
          const body = withDefaults<Schemas['NewLicenseUser']>({
            ...fieldsOf(options),
            email,
            enabled: disable !== true,
            password: password === true ? await readPassword(context) : undefined,
          });
          const user = await answer(api.POST('/admin/v1/license-users', { body }));
          showThing(context, options, user, details);
        },
      ),
    );

  const update = adminCommand(family, 'update <user>', 'change a license user');
  addFields(update.option('--email <address>', 'by which they are found'));
  addSwitch(update, ['enable', 'let them sign in'], ['disable', 'let them do nothing any more']);
  update.action(
    asking(
      context,
      async (api, options: AdminOptions & Fields & Flags<'enable' | 'disable'>, name = '') => {
        const enabled = switched(options.enable, options.disable);
        const body = changesOf({ ...fieldsOf(options), enabled });
        const params = await paramsOf(api, name);
        const request = api.PATCH('/admin/v1/license-users/{id}', { params, body });
        showThing(context, options, await answer(request), details);
      },
    ),
  );

  adminCommand(family, 'set-password <user>', 'asks for it, or reads a line of stdin')
    .option('--final', 'they need not choose another')
    .action(
      asking(context, async (api, options: AdminOptions & Flags<'final'>, name = '') => {
        const params = await paramsOf(api, name);
        const password = await readPassword(context);
        const body = { password, is_initial_password: options.final !== true };
        const request = api.POST('/admin/v1/license-users/{id}/password', { params, body });
        showThing(context, options, await answer(request), details);
      }),
    );

  deleteCommand(family, context, ['user', 'a license user who has no licenses'], {
    find: findUser,
    label: ({ email }) => email,
    remove: (api, id) => api.DELETE('/admin/v1/license-users/{id}', { params: { path: { id } } }),
  });

  addFamilyExamples(family, [
    ['latchkey user list --license 1699349720166389'],
    ['latchkey user show alice@acme.example'],
    ['latchkey user create alice@acme.example --first-name Alice', 'signs in at Acme'],
    ['latchkey user create dave@globex.example --password', 'by password'],
    ['latchkey user update alice@acme.example --disable'],
    ['latchkey user set-password dave@globex.example < new.txt'],
    ['latchkey user delete alice@acme.example'],
  ]);
}

async function paramsOf(api: AdminClient, name: string) {
  const { id } = await findUser(api, name);
  return { path: { id } };
}

function addFields(command: Command): Command {
  return command
    .option('--first-name <name>', 'of the person')
    .option('--last-name <name>', 'of the person')
    .option('--phone <number>', 'of the person');
}

function fieldsOf({ email, firstName, lastName, phone }: Fields) {
  return { email, first_name: firstName, last_name: lastName, phone_number: phone };
}
