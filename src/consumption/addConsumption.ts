import type { SignedOperation } from '../contract/operation.ts';
import { countLicenseUse } from '../licenses/count-use.ts';
import { presentCounter } from '../licenses/present-counter.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { withOverages } from '../rules/consumption.ts';
import { shouldRecordSeen } from '../rules/license.ts';
import { chooseBound } from '../rules/license-states.ts';
import { company } from './company.ts';

/** Counts use of a license, in one transaction, so that the counter never exceeds its limit. */
export const addConsumption: SignedOperation<'addConsumption'> = async (deps, request) => {
  const { body, operationId, origin, about } = request;
  const { product, query, notFoundMessage } = await requestedLicenses(deps, request, body);
  const now = deps.clock();
  const license = await deps.store.transaction(async (store) => {
    const candidates = await store.seats.findCandidates(query, now);
    const candidate = chooseBound(operationId, candidates, notFoundMessage, now);
    const counting = withOverages(candidate.license, product, body);
    if (counting !== candidate.license) {
      const { id, allow_overages, max_overages } = counting;
      await store.seats.setOverages(id, { allow_overages, max_overages });
      const subject = { kind: 'license', id } as const;
      const detail = { allow_overages, max_overages };
      const entry = { action: operationId, outcome: 'done', subject, about, detail } as const;
      await store.audit.record(origin, entry, now);
    }
    const counter = await countLicenseUse(store, counting, body.consumptions, now);
    if (shouldRecordSeen(candidate.device, now))
      await store.seats.recordSeen(candidate.device, now);
    return { ...counting, ...counter };
  });
  return { status: 200, body: { id: license.id, ...presentCounter(license, now), company } };
};
