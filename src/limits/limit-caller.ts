import { ApiError, type ErrorCode } from '../rules/errors.ts';
import type { Budget } from './budget.ts';
import { networkOf } from './network-of.ts';

/** What is refused for a credential that is not ours. */
const WRONG: readonly ErrorCode[] = [
  'invalid_admin_token',
  'invalid_api_key',
  'signature_mismatch',
];

/**
 * Finds out who calls, and counts the call: for the caller, or for the address where the credential was wrong. A
 * right one is never refused for wrong ones: it is too long to be guessed, and others may share the address.
 * @throws ApiError too_many_requests
 */
export async function limitCaller<Caller extends { readonly id: number }>(
  budgets: { readonly caller: Budget; readonly byAddress: Budget; readonly credential: Budget },
  address: string,
  identify: () => Promise<Caller>,
): Promise<Caller> {
  let caller: Caller;
  try {
    caller = await identify();
  } catch (error) {
    if (error instanceof ApiError && WRONG.includes(error.code)) {
      await budgets.credential(networkOf(address));
    }
    throw error;
  }
  await budgets.byAddress(`${networkOf(address)} ${caller.id}`);
  await budgets.caller(caller.id);
  return caller;
}
