import type Koa from 'koa';
import type Provider from 'oidc-provider';
import { finishInteraction, type Interaction } from '../issuer/interaction.ts';
import type { Deps } from '../deps.ts';
import { openBinding } from '../rules/binding.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import { type ConnectedAccount, isConnected } from '../rules/customer-account.ts';
import type { Store } from '../store/store.ts';

/** @returns the customer account of an interaction; undefined when its users cannot sign in */
export async function accountOf(
  store: Store,
  interaction: Interaction,
): Promise<ConnectedAccount | undefined> {
  const account = await store.customerAccounts.findByCode(String(interaction.params['client_id']));
  return isConnected(account) ? account : undefined;
}

/** @returns the name of the product or bundle that the sign-in is bound to */
export async function productNameOf(
  { store, keys }: Pick<Deps, 'store' | 'keys'>,
  interaction: Interaction,
): Promise<string | undefined> {
  const opened = await openBinding(keys.findBindingKey, interaction.params['nonce']);
  if (opened === undefined) return undefined;
  const { productId, bundleId } = opened.binding;
  const found =
    productId === null
      ? await store.bundles.find(bundleId ?? 0)
      : await store.products.find(productId);
  return found?.name;
}

/** @returns the path of the sign-in page */
export function pathOf(interaction: Interaction): string {
  return `${SIGN_IN_PATH}/${interaction.uid}`;
}

/** @returns the redirect URI of the application. A submitted form may be redirected to it. */
export function redirectUriOf(interaction: Interaction): string {
  return String(interaction.params['redirect_uri']);
}

/** Continues the authorization request as this identity. */
export function signInAs(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  identityId: string,
): Promise<void> {
  return finishInteraction(provider, ctx, interaction, {
    // The session ends with the browser's, and is valid for one customer account only.
    login: { accountId: identityId, remember: false },
  });
}

/** Ends the sign-in and sends the application an error: that of an earlier refusal if there was one. */
export function cancel(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
): Promise<void> {
  const refused = interaction.result?.error === undefined ? undefined : interaction.result;
  const cancelled = { error: 'access_denied', error_description: 'the user ended the sign-in' };
  return finishInteraction(provider, ctx, interaction, refused ?? cancelled);
}
