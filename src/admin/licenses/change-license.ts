import type { components } from '../../../generated/openapi.d.ts';
import { endFromActivation } from '../../rules/activation.ts';
import { totalAt } from '../../rules/consumption.ts';
import { assertLimitsFit, assertTermsFit, type IssuedLicense } from '../../rules/issued-license.ts';
import type { TimeZone } from '../../rules/time-zone.ts';
import { withoutTrialEnd } from '../../rules/trial.ts';
import type { Stored } from '../../store/stored.ts';
import type { Tables } from '../../store/tables.ts';
import { assertCustomer } from './assert-customer.ts';
import { readTerms } from './read-terms.ts';

/**
 * Changes a license. Call it in the transaction that has locked it, so that no activation happens between the check and
 * the update.
 * @throws ApiError validation_error, in_use
 */
export async function changeLicense(
  store: Tables,
  before: Stored<IssuedLicense>,
  body: components['schemas']['LicenseChanges'],
  { timeZone, now }: { timeZone: TimeZone; now: Date },
): Promise<void> {
  const changes = withoutTrialEnd(before, readTerms(body, timeZone));
  const named = { ...before, ...changes };
  // A device that is active may never activate it again, and its days would not begin.
  const end = named.times_activated > 0 ? endFromActivation(named, now) : undefined;
  const after = { ...named, valid_until: end ?? named.valid_until };
  await assertCustomer(store, body.customer_id);
  assertTermsFit(after, before.license_key === null ? 'user' : 'license-key');
  assertLimitsFit(after);
  await store.licenses.update(after, now);
  if (after.consumption_period !== before.consumption_period) {
    // What the old period has reset must not count again in the new one.
    const total = totalAt(before, before, now);
    await store.seats.setCounter(before.id, { ...before, total_consumptions: total });
  }
}
