import type Koa from 'koa';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Prompt } from '../connections/authorization-request.ts';
import { setUiLocales } from '../pages/language-of.ts';

/** An authorization request that waits for its user. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** @returns the interaction of this URL; undefined when this browser did not begin it, or it has expired */
export async function findInteraction(
  provider: Provider,
  ctx: Koa.Context,
  uid: string,
): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    setUiLocales(ctx, uiLocalesOf(interaction));
    return interaction.uid === uid ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** @returns `login_hint` of the authorization request */
export function loginHintOf(interaction: Interaction): string | undefined {
  const hint = interaction.params['login_hint'];
  return typeof hint === 'string' ? hint : undefined;
}

/** @returns `ui_locales` of the authorization request */
export function uiLocalesOf(interaction: Interaction): string | undefined {
  const uiLocales = interaction.params['ui_locales'];
  return typeof uiLocales === 'string' ? uiLocales : undefined;
}

/** @returns `prompt` of the authorization request, when it makes a signed-in user sign in again */
export function promptOf(interaction: Interaction): Prompt | undefined {
  const prompt = interaction.params['prompt'];
  return (['select_account', 'login'] as const).find((one) => prompt === one);
}

/**
 * Stores the result of an interaction and continues the authorization request. Of a form that is sent twice, the second
 * may come when the first has been continued already: it is continued once more.
 */
export async function finishInteraction(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  result: NonNullable<Interaction['result']>,
): Promise<void> {
  if (result.login !== undefined) {
    // A new sign-in ends the browser's previous session.
    await endSession(provider, ctx, interaction, result.login.accountId);
    // The interaction needs no session that it began in: the first of two forms has changed or ended it.
    delete interaction.session;
  }
  // Without this, oidc-provider would ask for `select_account` again.
  interaction.result = result.login === undefined ? result : { ...result, select_account: {} };
  await interaction.persist();
  // oidc-provider has set it for this browser, and removed it when the first of two forms was continued.
  const { cookies } = provider.createContext(ctx.req, ctx.res);
  cookies.set(provider.cookieName('resume'), interaction.uid, {
    path: new URL(interaction.returnTo).pathname,
    expires: new Date(interaction.exp * 1_000),
    httpOnly: true,
    sameSite: 'lax',
  });
  ctx.status = 303;
  ctx.redirect(interaction.returnTo);
}

/**
 * Ends this browser's session.
 * @param exceptOf the identity whose session does not end
 */
export async function endSession(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  exceptOf?: string,
): Promise<void> {
  const session = await provider.Session.get(provider.createContext(ctx.req, ctx.res));
  if (session.accountId === undefined || session.accountId === exceptOf) return;
  await session.destroy();
  delete interaction.session;
}
