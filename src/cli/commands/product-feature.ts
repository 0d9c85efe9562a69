import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { Context } from '../lib/context.ts';
import { findProductFeature } from '../lib/find.ts';
import { productOption } from '../lib/named-options.ts';
import { addResource } from '../lib/resource.ts';

type Schemas = components['schemas'];

const TYPE = '--type <type>';

/** `latchkey feature …`. A feature of a product is named by its code, by `<product>/<code>` or by its ID. */
export function addProductFeatures(program: Command, context: Context): void {
  addResource(program, context, {
    name: 'feature',
    one: 'a product feature',
    many: 'product features',
    summary: 'the features of products, which licenses can have',
    find: findProductFeature,
    label: ({ product_code, code }) => `${product_code}/${code}`,
    shown: fields.AdminProductFeature,
    details: {
      ID: 'id',
      Product: 'product_code',
      Code: 'code',
      Name: 'name',
      Type: 'feature_type',
      Metadata: 'metadata',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['product_id'],
    list: {
      columns: ['ID', 'Product', 'Code', 'Name', 'Type'],
      filters: {
        product_id: { ...productOption, help: 'only features of this product' },
        feature_type: {
          flags: TYPE,
          help: 'only features of this type',
          choices: fields.NewProductFeature.feature_type.enum,
        },
      },
      parameters: listParameters.listProductFeatures,
      call: (api, query) => api.GET('/admin/v1/product-features', { params: { query } }),
    },
    options: { name: { flags: '--name <name>', help: 'name that users see', required: true } },
    create: {
      argument: 'code',
      fields: fields.NewProductFeature,
      options: {
        product_id: { ...productOption, help: 'product of the feature', required: true },
        feature_type: { flags: TYPE },
      },
      call: (api, body: Schemas['NewProductFeature']) =>
        api.POST('/admin/v1/product-features', { body }),
    },
    update: {
      fields: fields.ProductFeatureChanges,
      call: (api, id, body: Schemas['ProductFeatureChanges']) =>
        api.PATCH('/admin/v1/product-features/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a feature that no license has',
      call: (api, id) =>
        api.DELETE('/admin/v1/product-features/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey feature create ocr --product desktop-pro --name "Text recognition"'],
      [
        'latchkey feature create pages --product desktop-pro --name Pages \\\n' +
          '    --type consumption',
      ],
      ['latchkey feature list --product desktop-pro'],
      ['latchkey feature show desktop-pro/pages'],
    ],
  });
}
