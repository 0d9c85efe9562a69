import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { CodeUsedUp } from '../connections/redeem-code.ts';
import type { Deps } from '../deps.ts';
import { loginHintOf, uiLocalesOf } from '../issuer/interaction.ts';
import { noteRightCredential } from '../limits/limit-failures.ts';
import { noteUiLocales } from '../pages/language-of.ts';
import { type ConnectedAccount, isConnected } from '../rules/customer-account.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { sendExpired, sendNotSetUp } from '../issuer/error-pages.ts';
import { recordSignIn } from './audit-sign-in.ts';
import { findRefusal, showRefusal } from './refusal-page.ts';
import { signInAs } from './interaction.ts';
import { type Arrival, judgeArrival, refusedByFault } from './verify-callback.ts';
import type { PendingSignIns } from './pending-sign-ins.ts';
import { createRefuse } from './refuse-sign-in.ts';
import type { SignInMethod } from './sign-in-method.ts';
import type { TestSignIns } from './test-sign-in.ts';

/** Sign-in at the customer's own OpenID provider: authorization code grant with PKCE, state and nonce. */
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
  const refuse = createRefuse(deps);

  const open: SignInMethod['open'] = async (ctx, interaction, account, prompt) => {
    const purpose = { interactionUid: interaction.uid };
    try {
      await pendings.setOut(ctx, withOidc(account), purpose, {
        // Whoever is to choose is not told whom to choose.
        loginHint: prompt === 'select_account' ? undefined : loginHintOf(interaction),
        uiLocales: uiLocalesOf(interaction),
        prompt,
      });
    } catch (error) {
      await refuse(ctx, account, interaction, refusedByFault(error));
    }
  };

  return {
    method: { open },

    async callback(ctx, accountCode) {
      const { state } = ctx.query;
      if (typeof state !== 'string') return sendExpired(ctx, 'callback without state');
      const pending = await pendings.consume(state);
      if (pending === undefined) return reload(ctx, state);
      if (pendings.browserOf(ctx) !== pending.browser) {
        return sendExpired(ctx, "another browser's state");
      }
      const account = await store.customerAccounts.findByCode(accountCode);
      if (account?.id !== pending.customerAccountId) {
        return sendExpired(ctx, "another account's state");
      }
      // From here on a refusal is one of a sign-in, has an entry in the audit log, and is shown: it is no guess.
      noteRightCredential(ctx);
      if ('testId' in pending) return tests.arrive(ctx, account, pending);
      const interaction = await provider.Interaction.find(pending.interactionUid);
      if (interaction === undefined) return sendExpired(ctx, 'the interaction has expired');
      noteUiLocales(ctx, uiLocalesOf(interaction));
      // Checked again: what was disabled meanwhile stops here.
      if (!isConnected(account) || account.connection.kind !== 'oidc') {
        return sendNotSetUp(ctx);
      }
      if (account.connection.issuer !== pending.issuer) {
        return sendExpired(ctx, 'the connection was changed meanwhile');
      }

      const answer = { state, browser: pending.browser };
      let arrival: Arrival;
      try {
        arrival = await judgeArrival(deps, gateway, ctx, withOidc(account), pending.checks);
      } catch (error) {
        // Once: the next code is redeemed by what the provider has taken.
        if (error instanceof CodeUsedUp) return open(ctx, interaction, account, undefined);
        throw error;
      }
      if ('refused' in arrival) {
        return refuse(ctx, account, interaction, { ...arrival.refused, arrival: answer });
      }
      const identity = await recordSignIn(deps, ctx, account, arrival.person);
      if (identity === undefined)
        return sendExpired(ctx, 'the user or the connection was changed meanwhile');
      await signInAs(provider, ctx, interaction, identity.id);
    },
  };

  /** An answer that was used already: where it was refused, its page is shown once more. */
  async function reload(ctx: Koa.Context, state: string): Promise<void> {
    const browser = pendings.browserOf(ctx) ?? '';
    const shown = await findRefusal(deps, { state, browser });
    const interaction = shown && (await provider.Interaction.find(shown.interactionUid));
    if (shown === undefined || interaction === undefined) {
      return sendExpired(ctx, 'state unknown, expired or used');
    }
    noteRightCredential(ctx);
    ctx.state['outcome'] = 'refusal shown again';
    noteUiLocales(ctx, uiLocalesOf(interaction));
    showRefusal(ctx, shown, interaction);
  }
}

/** An account whose people sign in at a provider. */
function withOidc(account: ConnectedAccount): ConnectedAccount & { connection: OidcConnection } {
  const { connection } = account;
  if (connection.kind === 'oidc') return { ...account, connection };
  throw new Error(`the connection of ${account.code} is not oidc`);
}
