import { ApiError, type ErrorCode } from '../rules/errors.ts';
import type { Budget } from './budget.ts';
import { networkOf } from './network-of.ts';

/** The error codes for a wrong credential. */
const WRONG_CREDENTIAL: readonly ErrorCode[] = [
  'invalid_admin_token',
  'invalid_api_key',
  'signature_mismatch',
];

/**
 * Authenticates the caller and counts the request: for the caller, or for the address when the credential was wrong. A
 * right credential is never refused because of wrong ones (docs/pages/decisions.md#limits-for-guesses).
 * @throws ApiError too_many_requests, or the error of `identify`
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
    if (error instanceof ApiError && WRONG_CREDENTIAL.includes(error.code)) {
      await budgets.credential(networkOf(address));
    }
    throw error;
  }
  await budgets.byAddress(`${networkOf(address)} ${caller.id}`);
  await budgets.caller(caller.id);
  return caller;
}
