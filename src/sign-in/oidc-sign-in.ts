import { createHash, randomBytes } from 'node:crypto';
import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { PersonReading } from '../connections/claims.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { CodeUsedUp, type OidcChecks } from '../connections/redeem-code.ts';
import { ProviderError } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import { cookieNames } from '../issuer/cookie-names.ts';
import { type Interaction, loginHintOf, uiLocalesOf } from '../issuer/interaction.ts';
import { noteRightCredential } from '../limits/limit-failures.ts';
import { noteUiLocales } from '../pages/language-of.ts';
import { type ConnectedAccount, isConnected } from '../sso/customer-account.ts';
import type { OidcConnection } from '../sso/oidc-connection.ts';
import { sendExpired, sendNotSetUp } from '../issuer/refusals.ts';
import { recordSignIn } from './audit-sign-in.ts';
import { callbackUrl } from './callback-url.ts';
import { findRefusal, showRefusal } from './kept-refusals.ts';
import { signInAs } from './interaction.ts';
import { createRefuse } from './refuse.ts';
import type { SignInMethod } from './sign-in.ts';

/** A user on the way to their identity provider and back. */
interface PendingSignIn {
  readonly interactionUid: string;
  readonly customerAccountId: number;
  /** The issuer they were sent to; an answer counts only while the connection still names it. */
  readonly issuer: string;
  /** Hash of the cookie of the browser that set out. */
  readonly browser: string;
  readonly checks: OidcChecks;
}

const PENDING = 'PendingSignIn';
/** Milliseconds that a user may take to sign in at their provider. */
const PENDING_LIFETIME = 10 * 60_000;

/** Sign-in at the customer's own OpenID provider: authorization code grant with PKCE, state and nonce. */
export function createOidcSignIn(
  deps: Deps,
  provider: Provider,
  gateway: OidcGateway,
): {
  method: SignInMethod;
  callback: (ctx: Koa.Context, accountCode: string) => Promise<void>;
} {
  const { store, clock, config } = deps;
  const { browser: cookie } = cookieNames(config, 'latchkey');
  const refuse = createRefuse(deps);
  const isOfAccount = (userId: number, accountId: number) =>
    store.licenseUsers.isOfAccount(userId, accountId);

  const open: SignInMethod['open'] = async (ctx, interaction, account, prompt) => {
    const connection = oidcConnectionOf(account);
    try {
      const { url, checks } = await gateway.begin(connection, {
        redirectUri: callbackUrl(config, account.code),
        // Whoever is to choose is not told whom to choose.
        loginHint: prompt === 'select_account' ? undefined : loginHintOf(interaction),
        uiLocales: uiLocalesOf(interaction),
        prompt,
      });
      const pending: PendingSignIn = {
        interactionUid: interaction.uid,
        customerAccountId: account.id,
        issuer: connection.issuer,
        browser: hash(browserSecret(ctx, cookie)),
        checks,
      };
      const expiresAt = new Date(clock().getTime() + PENDING_LIFETIME);
      const keys = { customerAccountId: account.id };
      await store.records.put(PENDING, checks.state, { ...pending }, expiresAt, keys);
      ctx.status = 303;
      ctx.redirect(url);
    } catch (error) {
      await refuseFault(ctx, account, interaction, error);
    }
  };

  return {
    method: { open },

    async callback(ctx, accountCode) {
      const { state } = ctx.query;
      if (typeof state !== 'string') return sendExpired(ctx, 'callback without state');
      const record = await store.records.consume(PENDING, state, clock());
      if (record === undefined) return reload(ctx, state);
      const pending = record as unknown as PendingSignIn;
      const secret = ctx.cookies.get(cookie, { signed: true });
      if (secret === undefined || hash(secret) !== pending.browser) {
        return sendExpired(ctx, "another browser's state");
      }
      const account = await store.customerAccounts.findByCode(accountCode);
      if (account?.id !== pending.customerAccountId) {
        return sendExpired(ctx, "another account's state");
      }
      // From here on a refusal is one of a sign-in, has an entry in the audit log, and is shown: it is no guess.
      noteRightCredential(ctx);
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

      const arrival = { state, browser: pending.browser };
      let reading: PersonReading;
      try {
        const url = new URL(ctx.originalUrl, config.publicUrl);
        reading = await gateway.complete(account.connection, url, pending.checks);
      } catch (error) {
        // Once: the next code is redeemed by what the provider has taken.
        if (error instanceof CodeUsedUp) return open(ctx, interaction, account, undefined);
        return refuseFault(ctx, account, interaction, error, arrival);
      }
      if ('refusal' in reading) {
        const { email, refusal: why } = reading;
        const claim = 'claim' in why ? ` (${why.claim})` : '';
        const reason = `what the identity provider says does not do: ${why.cause}${claim}`;
        return refuse(ctx, account, interaction, { cause: why.cause, reason, email, arrival });
      }
      const { email, subject: sub } = reading.person;
      const user = await store.licenseUsers.findByEmail(email);
      // Of another company's people nothing is said: they are strangers here.
      const isTheirs = user?.enabled === false && (await isOfAccount(user.id, account.id));
      if (isTheirs) {
        const [cause, reason] = ['person_disabled', 'the user is disabled'] as const;
        return refuse(ctx, account, interaction, { cause, reason, email, arrival });
      }
      const subject = `${account.connection.issuer}#${sub}`;
      const identity = await recordSignIn(deps, ctx, account, { email, subject, user });
      if (identity === undefined)
        return sendExpired(ctx, 'the user or the connection was changed meanwhile');
      await signInAs(provider, ctx, interaction, identity.id);
    },
  };

  /** An answer that was used already: where it was refused, its page is shown once more. */
  async function reload(ctx: Koa.Context, state: string): Promise<void> {
    const secret = ctx.cookies.get(cookie, { signed: true });
    const browser = secret === undefined ? '' : hash(secret);
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

  /** The end of a sign-in that failed at the provider. */
  async function refuseFault(
    ctx: Koa.Context,
    account: ConnectedAccount,
    interaction: Interaction,
    error: unknown,
    arrival?: { state: string; browser: string },
  ): Promise<void> {
    if (!(error instanceof ProviderError)) throw error;
    const { code: cause, message: reason, says } = error;
    await refuse(ctx, account, interaction, { cause, reason, says, error, arrival });
  }
}

function oidcConnectionOf(account: ConnectedAccount): OidcConnection {
  if (account.connection.kind === 'oidc') return account.connection;
  throw new Error(`the connection of ${account.code} is not oidc`);
}

/** What ties a pending to the browser that set out: a random cookie, the same for all its pendings. */
function browserSecret(ctx: Koa.Context, cookie: string): string {
  const secret = ctx.cookies.get(cookie, { signed: true }) ?? randomBytes(32).toString('base64url');
  ctx.cookies.set(cookie, secret, {
    httpOnly: true,
    sameSite: 'lax',
    signed: true,
  });
  return secret;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
