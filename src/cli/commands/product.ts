import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { adminCommand, withAdminClient, showThing } from '../lib/admin-command.ts';
import { answer } from '../lib/admin-api.ts';
import type { Context } from '../lib/context.ts';
import { enabledFilter, type FieldOption } from '../lib/field-options.ts';
import { findProduct } from '../lib/find.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

const METHODS = fields.NewProduct.authorization_method.enum;

/** `latchkey product …`. A product is named by its code or its ID. */
export function addProducts(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'product',
    one: 'a product',
    many: 'products',
    summary: 'the products that you license',
    find: findProduct,
    label: ({ code }) => code,
    shown: fields.AdminProduct,
    details: {
      ID: 'id',
      Code: 'code',
      Name: 'name',
      Method: 'authorization_method',
      State: [
        ['archived', 'enabled'],
        ({ archived, enabled }) => (archived ? 'archived' : enabled ? 'enabled' : 'disabled'),
      ],
      'Virtual machines': [
        ['prevent_vm', 'refuse_vm'],
        ({ prevent_vm, refuse_vm }) =>
          refuse_vm ? 'refused' : prevent_vm ? 'prevented by applications' : 'allowed',
      ],
      'Floating timeout': [
        ['floating_timeout'],
        ({ floating_timeout: minutes }) => `${minutes} minutes`,
      ],
      Trials: [
        ['allow_trial', 'trial_days'],
        ({ allow_trial, trial_days }) => (allow_trial ? `${trial_days} days` : 'not allowed'),
      ],
      Metadata: 'metadata',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    list: {
      columns: ['ID', 'Code', 'Name', 'Method', 'State', 'Created'],
      filters: {
        authorization_method: {
          flags: '--method <method>',
          help: 'only products with this method',
          choices: METHODS,
        },
        enabled: enabledFilter,
        archived: {
          on: ['--archived', 'only archived products'],
          off: ['--not-archived', 'only products that are not archived'],
        },
      },
      parameters: listParameters.listProducts,
      call: (api, query) => api.GET('/admin/v1/products', { params: { query } }),
    },
    options: {
      name: { flags: '--name <name>', help: 'name that users see', required: true },
      enabled: {
        on: ['--enable', 'allow use again'],
        off: ['--disable', 'refuse every request for the product'],
      },
      prevent_vm: {
        on: ['--prevent-vm', 'tell applications not to run in a virtual machine'],
        off: ['--allow-vm', 'allow virtual machines'],
      },
      refuse_vm: {
        on: ['--refuse-vm', 'refuse to activate a device that reports to be a virtual machine'],
        off: ['--accept-vm', 'activate virtual machines'],
      },
      clients_set_overages: {
        on: ['--client-overages', 'let applications raise the overages of their license'],
        off: ['--no-client-overages', 'let only the vendor set overages'],
      },
      floating_timeout: {
        flags: '--floating-timeout <minutes>',
        help: 'minutes after which the slot of a silent device is free, on floating licenses',
      },
      allow_trial: {
        on: ['--allow-trial', 'let applications create trials'],
        off: ['--no-trial', 'let applications create no more trials'],
      },
      trial_days: {
        help: 'days of a trial from its first activation, unless its policy says otherwise',
      },
    },
    create: {
      argument: 'code',
      fields: fields.NewProduct,
      options: {
        authorization_method: {
          flags: '--method <method>',
          help: 'how licenses are activated',
          default: 'user',
        } satisfies FieldOption,
      },
      call: (api, body: Schemas['NewProduct']) => api.POST('/admin/v1/products', { body }),
    },
    update: {
      fields: fields.ProductChanges,
      options: { archived: undefined },
      call: (api, id, body: Schemas['ProductChanges']) =>
        api.PATCH('/admin/v1/products/{id}', { params: { path: { id } }, body }),
    },
    more: (family, details) => {
      const archive = (archived: boolean) =>
        withAdminClient(context, async (api, options, name = '') => {
          const { id } = await findProduct(api, name);
          const params = { path: { id } };
          const request = api.PATCH('/admin/v1/products/{id}', { params, body: { archived } });
          showThing(context, options, await answer(request), details);
        });
      adminCommand(
        family,
        'archive <product>',
        'stop new activations; existing ones continue',
      ).action(archive(true));
      adminCommand(family, 'unarchive <product>', 'allow new activations again').action(
        archive(false),
      );
    },
    remove: {
      rule: 'a product that has no licenses',
      call: (api, id) => api.DELETE('/admin/v1/products/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey product list'],
      ['latchkey product list --method license-key --not-archived'],
      ['latchkey product show desktop-pro'],
      ['latchkey product create desktop-pro --name "Desktop Pro"', 'users sign in'],
      ['latchkey product create plugin --name Plugin --method license-key'],
      ['latchkey product update desktop-pro --disable', 'refuse all requests'],
      ['latchkey product archive desktop-pro'],
      ['latchkey product unarchive desktop-pro'],
      ['latchkey product delete desktop-pro'],
    ],
  });
}
