import type { Command } from 'commander';
import { fields } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { adminCommand, withAdminClient, type Details, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import { describeCounter } from '../lib/describe-counter.ts';
import { addFieldOptions, optionsFor, readFieldOptions } from '../lib/field-options.ts';
import { findOne } from '../lib/find-one.ts';
import { findLicense } from '../lib/find.ts';

type Schemas = components['schemas'];
type License = Schemas['AdminLicense'];

const FEATURE = '/admin/v1/licenses/{id}/features/{feature_id}';

const termOptions = optionsFor(fields.LicenseFeatureChanges, {
  expires_at: {
    help: 'a date such as 2027-06-15 (ends in the time zone of the server), a time in UTC, or never',
  },
  valid_days: {
    help: 'days of validity from the first activation of the license, unless --expires-at is given; or unlimited',
  },
  max_consumptions: { help: 'maximum use that is counted, or unlimited' },
  allow_negative_consumptions: {
    on: ['--allow-negative-consumptions', 'let applications take use back'],
    off: ['--no-negative-consumptions', 'let applications only add use'],
  },
  allow_overages: {
    on: ['--allow-overages', 'count use above --max-consumptions too'],
    off: ['--no-overages', 'refuse use above --max-consumptions'],
  },
  max_overages: {
    help: 'maximum use above --max-consumptions, with --allow-overages; 0 for no limit',
  },
  consumption_period: { help: 'when the counter starts again at 0' },
});

/** Adds the commands for the features and the counters of a license. @param details of a license, which they show */
export function addLicenseFeatures(
  family: Command,
  context: Context,
  details: Details<License>,
): void {
  const set = adminCommand(
    family,
    'set-feature <license> <feature>',
    'give a license a feature of its product, or change its terms',
  );
  addFieldOptions(set, termOptions, 'update').action(
    withAdminClient(context, async (api, options: AdminOptions, ...names) => {
      const params = await featureOf(api, names);
      const body = await readFieldOptions(termOptions, { ...options }, api);
      showThing(context, options, await answer(api.PUT(FEATURE, { params, body })), details);
    }),
  );

  type Confirmed = AdminOptions & { yes?: true };
  adminCommand(family, 'remove-feature <license> <feature>', 'take a feature from a license')
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(context, async (api, options: Confirmed, ...names) => {
        const params = await featureOf(api, names);
        const [license, feature] = names;
        await confirm(context, `Take the feature ${feature} from the license ${license}?`, options);
        showThing(context, options, await answer(api.DELETE(FEATURE, { params })), details);
      }),
    );

  adminCommand(family, 'reset-consumption <license>', 'set the counter of a license to 0')
    .option(
      '--feature <feature>',
      'set the counter of this feature in place of that of the license',
    )
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(
        context,
        async (api, options: Confirmed & { feature?: string }, license = '') => {
          const { feature } = options;
          const path = { id: (await findLicense(api, license)).id };
          const params =
            feature === undefined ? undefined : await featureOf(api, [license, feature]);
          const what =
            feature === undefined ? 'the license' : `the feature ${feature} of the license`;
          await confirm(context, `Set the counter of ${what} ${license} to 0?`, options);
          const request =
            params === undefined
              ? api.POST('/admin/v1/licenses/{id}/reset-consumption', { params: { path } })
              : api.POST(`${FEATURE}/reset-consumption`, { params });
          showThing(context, options, await answer(request), details);
        },
      ),
    );
}

/** Such as `pages: 42 of 100, reset monthly, ends 2027-06-15T21:59:59.999Z`. */
export function describeFeature(feature: Schemas['AdminLicenseFeature']): string {
  const { code, feature_type: type, expires_at: end, valid_days: days } = feature;
  const terms = [
    type === 'consumption' ? describeCounter(feature) : '',
    end === null ? '' : `${feature.is_expired ? 'ended' : 'ends'} ${end}`,
    end === null && days !== null ? `${days} days from the first activation` : '',
  ].filter((part) => part !== '');
  return terms.length === 0 ? code : `${code}: ${terms.join(', ')}`;
}

/** Finds a feature of the product of a license, by its code or ID. */
async function featureOf(api: AdminClient, [license = '', name = '']: readonly string[]) {
  const { id, product_id } = await findLicense(api, license);
  const query = { product_id, code: name };
  const feature = await findOne('feature of the product', name, {
    named: () => answer(api.GET('/admin/v1/product-features', { params: { query } })),
    byId: (featureId) => Promise.resolve({ id: featureId }),
  });
  return { path: { id, feature_id: feature.id } };
}
