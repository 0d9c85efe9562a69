import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { type Interaction, loginHintOf } from '../issuer/interaction.ts';
import { normalizeEmail, subjectOf } from '../rules/license-user.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD, isPasswordOf } from '../security/password.ts';
import type { Guesses } from '../limits/guesses.ts';
import { retryAfterOf } from '../limits/too-many-requests.ts';
import { sendPage } from '../pages/send-page.ts';
import { type Message, message } from '../pages/texts/texts.ts';
import type { ConnectedAccount } from '../rules/customer-account.ts';
import { originOf, recordRefusedSignIn, recordSignIn } from './audit-sign-in.ts';
import { storePassword } from '../license-users/store-password.ts';
import { hasChangedPassword, noteChangedPassword } from './changed-passwords.ts';
import { checkNewPassword } from './check-new-password.ts';
import { setSignInOutcome } from '../observability/note-sign-in.ts';
import { productNameOf, redirectUriOf, signInAs } from './interaction.ts';
import type { SignInMethod } from './sign-in-method.ts';

/** Sign-in with the license user's e-mail address and password, on a page of Latchkey. */
export function createPasswordSignIn(
  deps: Deps,
  provider: Provider,
  guesses: Guesses,
): SignInMethod {
  const { store, log } = deps;
  const method: Required<SignInMethod> = {
    open(ctx, interaction, account) {
      const email = loginHintOf(interaction) ?? '';
      if (!('change' in ctx.query)) return sendForm(ctx, interaction, account, 200, { email });
      sendChange(ctx, interaction, 200, { email });
      return Promise.resolve();
    },

    async submit(ctx, interaction, account, form) {
      const email = form.get('email')?.trim() ?? '';
      const hasChanged = () => hasChangedPassword(store, interaction, normalizeEmail(email));
      // A form that is sent again after it has changed the password signs in with the new one.
      const isChangeForm = form.has('new_password');
      const isSentAgain = isChangeForm && (await hasChanged());
      const isChange = isChangeForm && !isSentAgain;
      const user = await store.licenseUsers.findByEmail(normalizeEmail(email));
      const password = form.get(isSentAgain ? 'new_password' : 'password') ?? '';
      // Nobody has checked the address of a user who came by a trial.
      const isRight = async () =>
        (await isPasswordOf(user, password)) && user?.self_registered === false;
      let right: boolean;
      try {
        right = await guesses.password({ email: normalizeEmail(email), address: ctx.ip }, isRight);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        setSignInOutcome(ctx, account, 'too_many_requests');
        ctx.set(error.headers);
        const problem = message('signIn.tooMany', { time: retryAfterOf(error) });
        const refused = { email, problem };
        if (isChangeForm) return sendChange(ctx, interaction, error.status, refused);
        return sendForm(ctx, interaction, account, error.status, refused);
      }
      if (!right || user === undefined) return refuse();
      if (!isChange && user.is_initial_password) {
        return sendChange(ctx, interaction, 200, { email, isInitial: true });
      }
      const problem = isChange ? checkNewPassword(form) : undefined;
      if (problem !== undefined) {
        return sendChange(ctx, interaction, 400, {
          email,
          isInitial: user.is_initial_password,
          problem,
        });
      }
      const current = isChange
        ? await storePassword(deps, user, form.get('new_password') ?? '', {
            origin: originOf(ctx, user.email),
            detail: { customer_account: account.code },
            also: (tables) => noteChangedPassword(tables, interaction, user.email),
          })
        : user;
      const identity =
        current &&
        (await recordSignIn(deps, ctx, account, {
          email: current.email,
          subject: subjectOf(current),
          licenseUser: current,
        }));
      if (identity === undefined) return refuse();
      await signInAs(provider, ctx, interaction, identity.id);

      /** The same message for every reason, so that it does not reveal which addresses exist. */
      async function refuse(): Promise<void> {
        // The same form has changed the password in the meantime.
        if (isChange && (await hasChanged())) return method.submit(ctx, interaction, account, form);
        setSignInOutcome(ctx, account, 'wrong_password');
        const requestId: unknown = ctx.state['requestId'];
        log.info({ requestId, account: account.code, user: user?.id }, 'wrong e-mail or password');
        const reason = 'wrong e-mail address or password, or disabled';
        await recordRefusedSignIn(deps, ctx, account, { email, reason });
        const wrong = { email, problem: message('signIn.wrong', {}) };
        if (isChangeForm) return sendChange(ctx, interaction, 400, wrong);
        return sendForm(ctx, interaction, account, 400, wrong);
      }
    },
  };
  return method;

  function sendChange(
    ctx: Koa.Context,
    interaction: Interaction,
    status: number,
    fields: { email: string; isInitial?: boolean; problem?: Message },
  ): void {
    const rules = { least: SHORTEST_PASSWORD, most: LONGEST_PASSWORD };
    const page = { action: ctx.path, isInitial: false, ...rules, ...fields };
    sendPage(ctx, status, 'changePassword', page, { formActions: [redirectUriOf(interaction)] });
  }

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
