import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { type Interaction, loginHintOf } from '../issuer/interaction.ts';
import { normalizeEmail, subjectOf } from '../licenses/license-user.ts';
import { verifyPassword } from '../licenses/password.ts';
import { type Guesses, passwordGuess } from '../limits/guesses.ts';
import { retryAfterOf } from '../limits/too-many-requests.ts';
import { sendPage } from '../pages/send-page.ts';
import { type Message, message } from '../pages/texts/texts.ts';
import type { ConnectedAccount } from '../sso/customer-account.ts';
import { recordRefusedSignIn, recordSignIn } from './audit-sign-in.ts';
import { noteSignIn } from './note-sign-in.ts';
import { productNameOf, redirectUriOf, signInAs } from './interaction.ts';
import type { SignInMethod } from './sign-in.ts';

/** Sign-in with the license user's e-mail address and password, on our own page. */
export function createPasswordSignIn(
  deps: Deps,
  provider: Provider,
  guesses: Guesses,
): SignInMethod {
  const { store, log } = deps;
  return {
    open(ctx, interaction, account) {
      return sendForm(ctx, interaction, account, 200, { email: loginHintOf(interaction) ?? '' });
    },

    async submit(ctx, interaction, account, form) {
      const email = form.get('email')?.trim() ?? '';
      const user = await store.licenseUsers.findByEmail(normalizeEmail(email));
      const password = form.get('password') ?? '';
      const isRight = async () =>
        (await verifyPassword(user?.passwordHash, password)) && user?.enabled === true;
      let right: boolean;
      try {
        right = await guesses(passwordGuess(normalizeEmail(email), ctx.ip), isRight);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        noteSignIn(ctx, account, 'too_many_requests');
        ctx.set(error.headers);
        const problem = message('signIn.tooMany', { time: retryAfterOf(error) });
        return sendForm(ctx, interaction, account, error.status, { email, problem });
      }
      const identity =
        right && user !== undefined
          ? await recordSignIn(deps, ctx, account, {
              ...{ email: user.email, subject: subjectOf(user), user },
            })
          : undefined;
      if (identity === undefined) {
        noteSignIn(ctx, account, 'wrong_password');
        const requestId: unknown = ctx.state['requestId'];
        log.info({ requestId, account: account.code, user: user?.id }, 'wrong e-mail or password');
        const reason = 'wrong e-mail address or password, or disabled';
        await recordRefusedSignIn(deps, ctx, account, { email, reason });
        // One message for every reason: nobody learns from it who exists.
        return sendForm(ctx, interaction, account, 400, {
          email,
          problem: message('signIn.wrong', {}),
        });
      }
      await signInAs(provider, ctx, interaction, identity.id);
    },
  };

  async function sendForm(
    ctx: Koa.Context,
    interaction: Interaction,
    account: ConnectedAccount,
    status: number,
    fields: { email: string; problem?: Message },
  ): Promise<void> {
    const productName = await productNameOf(deps, interaction);
    const page = { accountName: account.name, productName, action: ctx.path, ...fields };
    sendPage(ctx, status, 'signIn', page, { formActions: [redirectUriOf(interaction)] });
  }
}
