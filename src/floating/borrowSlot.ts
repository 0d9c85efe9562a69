import type { SignedOperation } from '../contract/operation.ts';
import { claimToken } from '../licenses/claim-token.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { noSlot, placeOf, takeSlot } from '../licenses/take-slot.ts';
import { borrowEnd } from '../rules/borrow.ts';
import { chooseBound } from '../rules/license-states.ts';
import { borrowed, poolOf } from '../rules/slots.ts';

/** Keeps a slot of a floating license for a device until a time, so that it can be offline until then. */
export const borrowSlot: SignedOperation<'borrowSlot'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const requested = await requestedLicenses(deps, request, body);
  const { product, query, hardwareId, notFoundMessage, tokenUse } = requested;
  const now = deps.clock();
  const { license, device, until } = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates(query);
    const bound = chooseBound(action, candidates, notFoundMessage, now);
    const end = borrowEnd(bound, body.borrowed_until, now);
    const pool = poolOf(bound.license, product);
    const slot = borrowed(pool, end, now);
    const place = placeOf(bound);
    if (!(await takeSlot(store, place, { pool, before: bound.slot, after: slot }, now))) {
      throw noSlot(bound, pool);
    }
    const subject = { kind: 'license', id: bound.license.id } as const;
    const detail = { borrowed_until: end.toISOString() };
    await store.audit.record(origin, { action, outcome: 'done', subject, about, detail }, now);
    return { ...bound, until: end };
  });
  return {
    status: 200,
    body: {
      borrowed_until: until.toISOString(),
      max_borrow_time: license.max_borrow_time,
      device_id: device.id,
      license_id: license.id,
    },
  };
};
