import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { CodeConsumedError } from '../connections/redeem-code.ts';
import type { Deps } from '../deps.ts';
import { loginHintOf, uiLocalesOf } from '../issuer/interaction.ts';
import { markCredentialRight } from '../limits/limit-failures.ts';
import { setUiLocales } from '../pages/language-of.ts';
import { type ConnectedAccount, isConnected } from '../rules/customer-account.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { sendExpired, sendNotSetUp } from '../issuer/error-pages.ts';
import { recordSignIn } from './audit-sign-in.ts';
import { findRefusalPage, sendRefusalPage } from './refusal-page.ts';
import { signInAs } from './interaction.ts';
import { type CallbackResult, verifyCallback, refusalOf } from './verify-callback.ts';
import type { PendingSignIns } from './pending-sign-ins.ts';
import { createRefuseSignIn } from './refuse-sign-in.ts';
import type { SignInMethod } from './sign-in-method.ts';
import type { TestSignIns } from './test-sign-in.ts';

/** Sign-in at the customer's OpenID provider: authorization code grant with PKCE, state and nonce. */
export function createOidcSignIn(
  deps: Deps,
  provider: Provider,
  gateway: OidcGateway,
  { pendings, tests }: { pendings: PendingSignIns; tests: TestSignIns },
): {
  method: SignInMethod;
  callback: (ctx: Koa.Context, accountCode: string) => Promise<void>;
} {
  const { store } = deps;
  const refuse = createRefuseSignIn(deps);

  const open: SignInMethod['open'] = async (ctx, interaction, account, prompt) => {
    const purpose = { interactionUid: interaction.uid };
    try {
      await pendings.begin(ctx, oidcAccount(account), purpose, {
        // No hint when the user is to choose another account.
        loginHint: prompt === 'select_account' ? undefined : loginHintOf(interaction),
        uiLocales: uiLocalesOf(interaction),
        prompt,
      });
    } catch (error) {
      await refuse(ctx, account, interaction, refusalOf(error));
    }
  };

  return {
    method: { open },

    async callback(ctx, accountCode) {
      const { state } = ctx.query;
      if (typeof state !== 'string') return sendExpired(ctx, 'callback without state');
      const pending = await pendings.consume(state);
      if (pending === undefined) return reloadRefusal(ctx, state);
      if (pendings.browserOf(ctx) !== pending.browser) {
        return sendExpired(ctx, "another browser's state");
      }
      const account = await store.customerAccounts.findByCode(accountCode);
      if (account?.id !== pending.customerAccountId) {
        return sendExpired(ctx, "another account's state");
      }
      // The state was right, so a refusal from here on does not count as a guess.
      markCredentialRight(ctx);
      if ('testId' in pending) return tests.callback(ctx, account, pending);
      const interaction = await provider.Interaction.find(pending.interactionUid);
      if (interaction === undefined) return sendExpired(ctx, 'the interaction has expired');
      setUiLocales(ctx, uiLocalesOf(interaction));
      // Checked again: the account may have been disabled in the meantime.
      if (!isConnected(account) || account.connection.kind !== 'oidc') {
        return sendNotSetUp(ctx);
      }
      if (account.connection.issuer !== pending.issuer) {
        return sendExpired(ctx, 'the connection was changed in the meantime');
      }

      let result: CallbackResult;
      try {
        result = await verifyCallback(deps, gateway, ctx, oidcAccount(account), pending.checks);
      } catch (error) {
        // Happens once: the next code is redeemed with the method that worked.
        if (error instanceof CodeConsumedError) return open(ctx, interaction, account, undefined);
        throw error;
      }
      if ('refused' in result) {
        const callback = { state, browser: pending.browser };
        return refuse(ctx, account, interaction, { ...result.refused, callback });
      }
      const identity = await recordSignIn(deps, ctx, account, result.user);
      if (identity === undefined)
        return sendExpired(ctx, 'the user or the connection was changed in the meantime');
      await signInAs(provider, ctx, interaction, identity.id);
    },
  };

  /** Sends the page of a refused sign-in again when its URL is reloaded. */
  async function reloadRefusal(ctx: Koa.Context, state: string): Promise<void> {
    const browser = pendings.browserOf(ctx) ?? '';
    const page = await findRefusalPage(deps, { state, browser });
    const interaction = page && (await provider.Interaction.find(page.interactionUid));
    if (page === undefined || interaction === undefined) {
      return sendExpired(ctx, 'state unknown, expired or used');
    }
    markCredentialRight(ctx);
    ctx.state['outcome'] = 'refusal shown again';
    setUiLocales(ctx, uiLocalesOf(interaction));
    sendRefusalPage(ctx, page, interaction);
  }
}

/** Narrows the type. @throws Error for another kind of connection */
function oidcAccount(account: ConnectedAccount): ConnectedAccount & { connection: OidcConnection } {
  const { connection } = account;
  if (connection.kind === 'oidc') return { ...account, connection };
  throw new Error(`the connection of ${account.code} is not oidc`);
}
