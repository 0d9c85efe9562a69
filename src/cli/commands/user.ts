import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { adminCommand, withAdminClient, showThing } from '../lib/admin-command.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { Context } from '../lib/context.ts';
import { enabledFilter } from '../lib/field-options.ts';
import { idBy } from '../lib/find-one.ts';
import { findLicense, findUser } from '../lib/find.ts';
import { readPassword } from '../lib/read-password.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

/** `latchkey user …`. A license user is named by their e-mail address or ID. */
export function addUsers(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'user',
    one: 'a license user',
    many: 'license users',
    summary: 'people who use licenses',
    find: findUser,
    label: ({ email }) => email,
    shown: fields.AdminLicenseUser,
    details: {
      ID: 'id',
      'E-mail': 'email',
      Name: [
        ['first_name', 'last_name'],
        ({ first_name, last_name }) => `${first_name} ${last_name}`.trim(),
      ],
      Phone: 'phone_number',
      State: [['enabled'], ({ enabled }) => (enabled ? 'enabled' : 'disabled')],
      Password: [
        ['has_password', 'is_initial_password', 'self_registered'],
        ({ has_password, is_initial_password, self_registered }) => {
          if (!has_password) return 'none';
          const password = is_initial_password ? 'initial' : 'their own';
          return self_registered ? `${password}, for trials only` : password;
        },
      ],
      Licenses: 'license_count',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    list: {
      columns: ['ID', 'E-mail', 'Name', 'State', 'Licenses'],
      filters: {
        email: { flags: '--email <address>', help: 'only users with this e-mail address' },
        license_id: {
          flags: '--license <license>',
          help: 'only users of this license',
          read: idBy(findLicense),
        },
        enabled: enabledFilter,
      },
      parameters: listParameters.listLicenseUsers,
      call: (api, query) => api.GET('/admin/v1/license-users', { params: { query } }),
    },
    options: {
      phone_number: { flags: '--phone <number>' },
      enabled: {
        on: ['--enable', 'allow sign-in again'],
        off: ['--disable', 'refuse sign-in and use of licenses'],
      },
      self_registered: {
        on: ['--unverified', 'let the password open only trials'],
        off: ['--verified', 'let the password open all licenses: the address was checked'],
      },
    },
    create: {
      argument: 'email',
      fields: fields.NewLicenseUser,
      options: { password: undefined, is_initial_password: undefined, self_registered: undefined },
      more: [['--password', 'set a password; asks for it, or reads a line of stdin']],
      ask: async (_context, { password }) =>
        password === true ? { password: await readPassword(context) } : {},
      call: (api, body: Schemas['NewLicenseUser']) => api.POST('/admin/v1/license-users', { body }),
    },
    update: {
      fields: fields.LicenseUserChanges,
      options: {
        email: { flags: '--email <address>', help: 'e-mail address, by which the user signs in' },
      },
      call: (api, id, body: Schemas['LicenseUserChanges']) =>
        api.PATCH('/admin/v1/license-users/{id}', { params: { path: { id } }, body }),
    },
    more: (family, details) => {
      adminCommand(
        family,
        'set-password <user>',
        'set a password; asks for it, or reads a line of stdin',
      )
        .option('--final', 'the user need not change it')
        .action(
          withAdminClient(
            context,
            async (api, options: AdminOptions & { final?: true }, name = '') => {
              const { id } = await findUser(api, name);
              const password = await readPassword(context);
              const body = { password, is_initial_password: options.final !== true };
              const params = { path: { id } };
              const request = api.POST('/admin/v1/license-users/{id}/password', { params, body });
              showThing(context, options, await answer(request), details);
            },
          ),
        );
    },
    remove: {
      rule: 'a license user who has no licenses',
      call: (api, id) => api.DELETE('/admin/v1/license-users/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey user list --license 169934972016389'],
      ['latchkey user show alice@acme.example'],
      ['latchkey user create alice@acme.example --first-name Alice', 'signs in at Acme'],
      ['latchkey user create dave@globex.example --password', 'by password'],
      ['latchkey user update alice@acme.example --disable'],
      ['latchkey user set-password dave@globex.example < new.txt'],
      ['latchkey user delete alice@acme.example'],
    ],
  });
}
