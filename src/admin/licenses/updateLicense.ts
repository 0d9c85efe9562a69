import { totalAt } from '../../rules/consumption.ts';
import { assertLimitsFit, assertTermsFit } from '../../rules/issued-license.ts';
import { withoutTrialEnd } from '../../rules/trial.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';
import { answerLicense } from './answer-license.ts';
import { assertCustomer } from './assert-customer.ts';
import { readTerms } from './read-terms.ts';

/** The license is locked, so that no activation happens between the check and the update. */
export const updateLicense: AdminOperation<'updateLicense'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.licenses.find(path.id), request, 'license');
    const changes = withoutTrialEnd(before, readTerms(body, deps.config.timeZone));
    const after = { ...before, ...changes };
    await assertCustomer(store, body.customer_id);
    assertTermsFit(after, before.license_key === null ? 'user' : 'license-key');
    assertLimitsFit(after);
    await store.licenses.update(after, now);
    if (after.consumption_period !== before.consumption_period) {
      // What the old period has reset must not count again in the new one.
      const total = totalAt(before, before, now);
      await store.seats.setCounter(path.id, { ...before, total_consumptions: total });
    }
    return {
      response: await answerLicense(store, path.id, now),
      subject: { kind: 'license', id: path.id },
      about: aboutLicense(before),
      detail: { changed: Object.keys(body) },
    };
  });
