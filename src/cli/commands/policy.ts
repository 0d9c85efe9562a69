import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { isPolicyTerm } from '../../rules/license-policy.ts';
import type { Context } from '../lib/context.ts';
import type { ContractFields } from '../lib/field-options.ts';
import { findPolicy } from '../lib/find.ts';
import { productOption } from '../lib/named-options.ts';
import { addResource } from '../lib/resource.ts';
import { termOptions } from '../lib/term-options.ts';

type Schemas = components['schemas'];
type Policy = Schemas['AdminLicensePolicy'];

/** The terms of a license that a policy can set. @param schema of a license or its changes */
const termsOf = (schema: ContractFields): ContractFields =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => isPolicyTerm(name)));

/** `latchkey policy …`. A license policy is named by its code or its ID. */
export function addPolicies(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'policy',
    one: 'a license policy',
    many: 'license policies',
    summary: 'named sets of license terms of a product',
    find: findPolicy,
    label: ({ code }) => code,
    shown: fields.AdminLicensePolicy,
    details: {
      ID: 'id',
      Product: 'product_code',
      Code: 'code',
      Name: 'name',
      Terms: [['terms'], ({ terms }) => describeTerms(terms)],
      'For trials': [
        ['default_for_trials'],
        ({ default_for_trials }) => (default_for_trials ? 'by default' : 'when it is named'),
      ],
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['product_id'],
    list: {
      columns: ['ID', 'Product', 'Code', 'Name', 'For trials'],
      filters: {
        product_id: { ...productOption, help: 'only policies of this product' },
        default_for_trials: {
          on: ['--default-for-trials', 'only policies that trials take by default'],
          off: ['--not-default-for-trials', 'only policies that trials do not take by default'],
        },
      },
      parameters: listParameters.listLicensePolicies,
      call: (api, query) => api.GET('/admin/v1/license-policies', { params: { query } }),
    },
    options: {
      ...termOptions,
      // Each term has an option.
      terms: undefined,
      valid_days: { help: 'days of validity from the first activation, or unlimited' },
      name: { flags: '--name <name>', help: 'name that you see', required: true },
      default_for_trials: {
        on: ['--default-for-trials', 'take it for trials that name no policy; needs --trial'],
        off: ['--not-default-for-trials', 'take it only for trials that name it'],
      },
    },
    create: {
      argument: 'code',
      fields: { ...fields.NewLicensePolicy, ...termsOf(fields.NewLicense) },
      options: { product_id: { ...productOption, help: 'product of the policy', required: true } },
      call: (api, body: object) =>
        api.POST('/admin/v1/license-policies', {
          body: withTerms(body) as Schemas['NewLicensePolicy'],
        }),
    },
    update: {
      fields: { ...fields.LicensePolicyChanges, ...termsOf(fields.LicenseChanges) },
      call: (api, id, body: object) =>
        api.PATCH('/admin/v1/license-policies/{id}', {
          params: { path: { id } },
          body: withTerms(body),
        }),
    },
    remove: {
      rule: 'a license policy; licenses keep their terms',
      call: (api, id) =>
        api.DELETE('/admin/v1/license-policies/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey policy list --product desktop-pro'],
      [
        'latchkey policy create pro --product desktop-pro --name Pro \\\n' +
          '    --type subscription --max-activations 5 --grace-hours 72',
      ],
      [
        'latchkey policy create trial --product desktop-pro --name Trial \\\n' +
          '    --type time-limited --trial --valid-days 14 --default-for-trials',
      ],
      ['latchkey license create --product desktop-pro --policy pro'],
      ['latchkey policy update pro --max-activations 10'],
    ],
  });
}

/** Collects the terms of a body, which options set one by one, in `terms`. */
function withTerms(body: object): object {
  const entries = Object.entries(body);
  const terms = entries.filter(([name]) => isPolicyTerm(name));
  const others = entries.filter(([name]) => !isPolicyTerm(name));
  return Object.fromEntries(
    terms.length === 0 ? others : [...others, ['terms', Object.fromEntries(terms)]],
  );
}

/** One line for each term, such as `max_activations 5`. */
function describeTerms(terms: Policy['terms']): string[] {
  return Object.entries(terms).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}
