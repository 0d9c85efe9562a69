import { type Claim, noSlot, takeSlot } from '../licenses/take-slot.ts';
import { borrowEnd } from '../rules/borrow.ts';
import type { Origin } from '../rules/audit-event.ts';
import type { About } from '../rules/about.ts';
import { borrowed } from '../rules/slots.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Keeps a slot for a device until a time, and writes the audit entry. Call it in the transaction that has locked the
 * license.
 * @param text until when, as the request says it; `chooseBound` has found it valid
 * @returns the body of the response
 * @throws ApiError floating_not_available
 */
export async function borrow(
  store: Tables,
  claim: Claim,
  text: string | null,
  { action, origin, about, now }: { action: string; origin: Origin; about: About; now: Date },
) {
  const { license, device } = claim.bound;
  const until = borrowEnd(license, text, now);
  const slot = borrowed(claim.pool, until, now);
  if (!(await takeSlot(store, claim, slot, now))) throw noSlot(claim);
  const subject = { kind: 'license', id: license.id } as const;
  const borrowed_until = until.toISOString();
  const detail = { of: claim.of, borrowed_until };
  await store.audit.record(origin, { action, outcome: 'done', subject, about, detail }, now);
  return {
    borrowed_until,
    max_borrow_time: license.max_borrow_time,
    device_id: device.id,
    license_id: license.id,
  };
}
