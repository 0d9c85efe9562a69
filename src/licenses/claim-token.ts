import { ApiError } from '../rules/errors.ts';
import type { TokenUse } from '../sso/redeem-sign-in.ts';
import type { Store } from '../store/store.ts';

/**
 * Binds the token, if there is one, to the device. Repeating the call works, another device is refused. Call it in the
 * same transaction as the use of the token, so that a refused request binds nothing.
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
