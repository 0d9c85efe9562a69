import { ApiError } from '../rules/errors.ts';
import type { TokenUse } from '../sso/redeem-sign-in.ts';
import type { Store } from '../store/store.ts';

/**
 * Ties the token, if there is one, to the device: the same call again works, another device is refused.
 * Call it in the transaction of what the token is used for, so that a refused call ties nothing.
 * @throws ApiError sso_token_used
 */
export async function claimToken(
  store: Pick<Store, 'tokenUses'>,
  tokenUse: TokenUse | undefined,
  hardwareId: string,
): Promise<void> {
  if (tokenUse === undefined) return;
  if (await store.tokenUses.claim(tokenUse.id, hardwareId, tokenUse.expiresAt)) return;
  throw new ApiError(
    'sso_token_used',
    'The token was already used on another device. Let the user sign in again.',
  );
}
