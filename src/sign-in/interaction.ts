import type Koa from 'koa';
import type Provider from 'oidc-provider';
import { finishInteraction, type Interaction } from '../issuer/interaction.ts';
import type { Deps } from '../deps.ts';
import { openBinding } from '../rules/binding.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import { type ConnectedAccount, isConnected } from '../rules/customer-account.ts';
import type { Store } from '../store/store.ts';

/** The customer account that an interaction signs in to, where people may sign in to it now. */
export async function accountOf(
  store: Store,
  interaction: Interaction,
): Promise<ConnectedAccount | undefined> {
  const account = await store.customerAccounts.findByCode(String(interaction.params['client_id']));
  return isConnected(account) ? account : undefined;
}

/** The product that the application wants to use: the sign-in is bound to it. */
export async function productNameOf(
  { store, keys }: Pick<Deps, 'store' | 'keys'>,
  interaction: Interaction,
): Promise<string | undefined> {
  const opened = await openBinding(keys.findBindingKey, interaction.params['nonce']);
  return opened && (await store.products.find(opened.binding.productId))?.name;
}

/** The path of its page. */
export function pathOf(interaction: Interaction): string {
  return `${SIGN_IN_PATH}/${interaction.uid}`;
}

/** Where the application waits for the result: a form of ours may end there. */
export function redirectUriOf(interaction: Interaction): string {
  return String(interaction.params['redirect_uri']);
}

/** Lets the authorization request go on as this identity. */
export function signInAs(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  identityId: string,
): Promise<void> {
  return finishInteraction(provider, ctx, interaction, {
    // Not remembered past the browser's session; another customer account needs a sign-in of its own.
    login: { accountId: identityId, remember: false },
  });
}

/**
 * Sends the application an error: it should not wait for a user who went away. Why they were refused before counts
 * more than that they left then.
 */
export function cancel(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
): Promise<void> {
  const refused = interaction.result?.error === undefined ? undefined : interaction.result;
  const left = { error: 'access_denied', error_description: 'the user ended the sign-in' };
  return finishInteraction(provider, ctx, interaction, refused ?? left);
}
