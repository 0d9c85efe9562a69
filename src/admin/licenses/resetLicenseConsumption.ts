import { ApiError } from '../../rules/errors.ts';
import { totalAt } from '../../rules/consumption.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';
import { answerLicense } from './answer-license.ts';

/** The license is locked, so that no use is counted into the total that the audit entry names. */
export const resetLicenseConsumption: AdminOperation<'resetLicenseConsumption'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    if (license.license_type !== 'consumption') {
      throw new ApiError('validation_error', 'path.id: the license is not of the type consumption');
    }
    await store.seats.setCounter(id, { total_consumptions: 0, counted_at: now });
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: aboutLicense(license),
      detail: { total_consumptions: totalAt(license, license, now) },
    };
  });
