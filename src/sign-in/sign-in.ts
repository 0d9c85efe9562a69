import { Router } from 'koa-router';
import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import type { Deps } from '../deps.ts';
import { wasContinued } from '../issuer/adapter.ts';
import { endSession, findInteraction, promptOf } from '../issuer/interaction.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import type { Limits } from '../limits/limits.ts';
import { sendExpired, sendNotSetUp } from '../issuer/error-pages.ts';
import { redirectToGet } from './form-post.ts';
import { accountOf, cancel } from './interaction.ts';
import { setSignInOutcome } from '../observability/note-sign-in.ts';
import { createOidcSignIn } from './oidc-sign-in.ts';
import { createPasswordSignIn } from './password-sign-in.ts';
import { createPendingSignIns } from './pending-sign-ins.ts';
import { readForm } from './read-form.ts';
import type { SignInMethod } from './sign-in-method.ts';
import { createTestSignIns } from './test-sign-in.ts';

/** The sign-in pages, which the issuer redirects users to. */
export function createSignIn(
  deps: Deps,
  provider: Provider,
  gateway: OidcGateway,
  { guesses, signInPage }: Limits,
): Router {
  const pendings = createPendingSignIns(deps, gateway);
  const tests = createTestSignIns(deps, gateway, pendings);
  const oidc = createOidcSignIn(deps, provider, gateway, { pendings, tests });
  const methods = { password: createPasswordSignIn(deps, provider, guesses), oidc: oidc.method };
  const router = new Router({ prefix: SIGN_IN_PATH });

  router.get('sign_in_callback', '/callback/:account', (ctx) =>
    oidc.callback(ctx, ctx.params['account'] ?? ''),
  );

  router.post('sign_in_callback_post', '/callback/:account', redirectToGet);

  router.get('sign_in_test', '/test/:id', async (ctx) => {
    const id = ctx.params['id'] ?? '';
    await signInPage(`test ${id}`);
    await tests.open(ctx, id);
  });

  router.get('sign_in', '/:uid', async (ctx) => {
    const found = await findOrSendError(ctx, ctx.params['uid'] ?? '');
    if (found === undefined) return;
    const { interaction, account } = found;
    // Only its form may be sent again.
    if (await wasContinued(deps, interaction)) return sendExpired(ctx, 'the sign-in has ended');
    await signInPage(interaction.uid);
    const isAnother = 'another' in ctx.query;
    if (isAnother) await endSession(provider, ctx, interaction);
    const prompt = isAnother ? 'select_account' : promptOf(interaction);
    await methods[account.connection.kind].open(ctx, interaction, account, prompt);
  });

  router.post('sign_in_submit', '/:uid', async (ctx) => {
    // First, because a request counts towards the overload limit only after its body was read.
    const form = await readForm(ctx);
    const found = await findOrSendError(ctx, ctx.params['uid'] ?? '');
    if (found === undefined) return;
    const { interaction, account } = found;
    if (form.has('cancel')) {
      setSignInOutcome(ctx, account, 'cancelled');
      return cancel(provider, ctx, interaction);
    }
    const method: SignInMethod = methods[account.connection.kind];
    if (method.submit === undefined) {
      return method.open(ctx, interaction, account, promptOf(interaction));
    }
    await method.submit(ctx, interaction, account, form);
  });

  return router;

  /** @returns the interaction of the URL; undefined after sending an error page */
  async function findOrSendError(ctx: Koa.Context, uid: string) {
    const interaction = await findInteraction(provider, ctx, uid);
    if (interaction === undefined) return sendExpired(ctx, 'no such interaction in this browser');
    const account = await accountOf(deps.store, interaction);
    if (account === undefined) {
      return sendNotSetUp(ctx);
    }
    return { interaction, account };
  }
}
