import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { Context } from '../lib/context.ts';
import { answer } from '../lib/admin-api.ts';
import { findOne } from '../lib/find-one.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

/** `latchkey reseller …`; a reseller is named by its code or its id. */
export function addResellers(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'reseller',
    one: 'a reseller',
    many: 'resellers',
    summary: 'companies that sell the products',
    find: (api, code) =>
      findOne('reseller', code, {
        named: () => answer(api.GET('/admin/v1/resellers', { params: { query: { code } } })),
        byId: (id) => answer(api.GET('/admin/v1/resellers/{id}', { params: { path: { id } } })),
      }),
    label: ({ code }) => code,
    shown: fields.AdminReseller,
    details: { ID: 'id', Code: 'code', Name: 'name', Created: 'created_at' },
    list: {
      columns: ['ID', 'Code', 'Name', 'Created'],
      filters: {},
      parameters: listParameters.listResellers,
      call: (api, query) => api.GET('/admin/v1/resellers', { params: { query } }),
    },
    options: {},
    create: {
      argument: 'code',
      fields: fields.NewReseller,
      call: (api, body: Schemas['NewReseller']) => api.POST('/admin/v1/resellers', { body }),
    },
    update: {
      fields: fields.ResellerChanges,
      call: (api, id, body: Schemas['ResellerChanges']) =>
        api.PATCH('/admin/v1/resellers/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a reseller',
      call: (api, id) => api.DELETE('/admin/v1/resellers/{id}', { params: { path: { id } } }),
    },
    examples: [['latchkey reseller list']],
  });
}
