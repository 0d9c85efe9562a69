import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { Context } from '../lib/context.ts';
import { collect } from '../lib/fields.ts';
import { enabledFilter } from '../lib/field-options.ts';
import { findAccount } from '../lib/find.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

const redirectUris = {
  flags: '--redirect-uri <uri>',
  help: 'redirect URI of your application; repeat for more, the first is the default',
  parse: collect,
  read: (uris: readonly string[]) => uris.map((uri, place) => ({ uri, is_default: place === 0 })),
};

/** `latchkey account …`. A customer account is named by its code or its ID. */
export function addAccounts(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'account',
    one: 'a customer account',
    many: 'customer accounts',
    summary: 'companies whose users sign in',
    find: findAccount,
    label: ({ code }) => code,
    shown: fields.AdminCustomerAccount,
    details: {
      ID: 'id',
      Code: 'code',
      Name: 'name',
      State: [['enabled'], ({ enabled }) => (enabled ? 'enabled' : 'disabled')],
      Connection: 'connection_kind',
      'Provider redirect URI': 'provider_redirect_uri',
      'Redirect URIs': [
        ['redirect_uris'],
        ({ redirect_uris }) =>
          redirect_uris.map(({ uri, is_default }) => (is_default ? `${uri} (default)` : uri)),
      ],
      Created: 'created_at',
      Updated: 'updated_at',
    },
    list: {
      columns: ['ID', 'Code', 'Name', 'State', 'Connection', 'Created'],
      filters: {
        connection_kind: {
          flags: '--connection <kind>',
          help: 'only accounts with this kind of connection',
          choices: ['oidc', 'password', 'none'],
        },
        enabled: enabledFilter,
      },
      parameters: listParameters.listCustomerAccounts,
      call: (api, query) => api.GET('/admin/v1/customer-accounts', { params: { query } }),
    },
    options: {
      name: { flags: '--name <name>', help: 'name that users see', required: true },
      enabled: { on: ['--enable', 'allow sign-in'], off: ['--disable', 'refuse sign-in'] },
      redirect_uris: redirectUris,
    },
    create: {
      argument: 'code',
      fields: fields.NewCustomerAccount,
      call: (api, body: Schemas['NewCustomerAccount']) =>
        api.POST('/admin/v1/customer-accounts', { body }),
    },
    update: {
      fields: fields.CustomerAccountChanges,
      options: {
        redirect_uris: {
          ...redirectUris,
          help: `${redirectUris.help}; they replace all others`,
        },
      },
      call: (api, id, body: Schemas['CustomerAccountChanges']) =>
        api.PATCH('/admin/v1/customer-accounts/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a customer account that has no customers',
      call: (api, id) =>
        api.DELETE('/admin/v1/customer-accounts/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey account list'],
      ['latchkey account show acme'],
      ['latchkey account create acme --name Acme \\\n    --redirect-uri http://127.0.0.1/callback'],
      ['latchkey account update acme --disable', 'refuse sign-in'],
      ['latchkey account delete acme'],
    ],
  });
}
