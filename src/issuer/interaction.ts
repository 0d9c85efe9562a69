import type Koa from 'koa';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Prompt } from '../connections/authorization-request.ts';
import { noteUiLocales } from '../pages/language-of.ts';

/** An authorization request that waits for its user. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The interaction that this browser began and the URL names; undefined where there is none. */
export async function findInteraction(
  provider: Provider,
  ctx: Koa.Context,
  uid: string,
): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    noteUiLocales(ctx, uiLocalesOf(interaction));
    return interaction.uid === uid ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** Whom the application expects to sign in, where it says so. */
export function loginHintOf(interaction: Interaction): string | undefined {
  const hint = interaction.params['login_hint'];
  return typeof hint === 'string' ? hint : undefined;
}

/** The languages that the application asks for, where it does. */
export function uiLocalesOf(interaction: Interaction): string | undefined {
  const uiLocales = interaction.params['ui_locales'];
  return typeof uiLocales === 'string' ? uiLocales : undefined;
}

/** How the application asks the user to be asked although they are signed in, where it does. */
export function promptOf(interaction: Interaction): Prompt | undefined {
  const prompt = interaction.params['prompt'];
  return (['select_account', 'login'] as const).find((one) => prompt === one);
}

/** Gives an interaction its result and lets the authorization request go on. */
export async function finishInteraction(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  result: NonNullable<Interaction['result']>,
): Promise<void> {
  if (result.login !== undefined) {
    // The browser signs in anew: the session of before ends here, with all that hangs on it.
    await endSession(provider, ctx, interaction, result.login.accountId);
  }
  // Whoever signs in has chosen an account: without this oidc-provider would ask for it again.
  interaction.result = result.login === undefined ? result : { ...result, select_account: {} };
  await interaction.persist();
  ctx.status = 303;
  ctx.redirect(interaction.returnTo);
}

/**
 * Ends this browser's session, unless it is that of somebody in particular.
 * @param unlessOf whose session may stay
 */
export async function endSession(
  provider: Provider,
  ctx: Koa.Context,
  interaction: Interaction,
  unlessOf?: string,
): Promise<void> {
  const session = await provider.Session.get(provider.createContext(ctx.req, ctx.res));
  if (session.accountId === undefined || session.accountId === unlessOf) return;
  await session.destroy();
  delete interaction.session;
}
