import type { Command } from 'commander';
import { listParameters } from '../../../generated/fields.ts';
import type { components, operations } from '../../../generated/openapi.d.ts';
import { answer } from '../lib/admin-api.ts';
import { type Details, withAdminClient } from '../lib/admin-command.ts';
import type { Context } from '../lib/context.ts';
import { addFieldOptions, type FieldOptions, readFieldOptions } from '../lib/field-options.ts';
import { parseTime } from '../lib/fields.ts';
import { findLicense } from '../lib/find.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { listCommand, type ListOptions, showList } from '../lib/list.ts';

type Query = NonNullable<operations['listConsumptions']['parameters']['query']>;

const filters: FieldOptions = {
  feature_code: { flags: '--feature <code>', help: 'only the use of this feature' },
  from: { flags: '--since <time>', help: 'only days since this one, in UTC', parse: parseTime },
  to: { flags: '--until <time>', help: 'only days before this one, in UTC', parse: parseTime },
};

const columns: Details<components['schemas']['AdminConsumptionDay']> = {
  Day: ({ day }) => day,
  Feature: ({ feature_code }) => feature_code,
  Used: ({ consumptions }) => consumptions,
};

/** `latchkey consumption list`: what applications counted of a license. */
export function addConsumptions(program: Command, context: Context): void {
  const family = program
    .command('consumption')
    .description('what applications counted of licenses and features, by day');

  const list = listCommand(
    family,
    'list the use of a license, newest day first; days are in UTC',
    listParameters.listConsumptions,
  ).argument('<license>', 'ID or license key of the license');
  addFieldOptions(list, filters, 'filter').action(
    withAdminClient(context, async (api, options: ListOptions, license = '') => {
      const path = { id: (await findLicense(api, license)).id };
      const given: Query = await readFieldOptions(filters, { ...options }, api);
      await showList(context, options, columns, (page) =>
        answer(
          api.GET('/admin/v1/licenses/{id}/consumptions', {
            params: { path, query: { ...page, ...given } },
          }),
        ),
      );
    }),
  );

  addFamilyExamples(family, [
    ['latchkey consumption list CQ36-TXL3-N75A-K4MW --since 2026-11-01'],
    ['latchkey consumption list CQ36-TXL3-N75A-K4MW --feature export --json'],
  ]);
}
