import type Koa from 'koa';
import { displayClaims } from '../connections/displayed-claims.ts';
import { CodeConsumedError } from '../connections/redeem-code.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { formatErrorResponse } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import { sendExpired } from '../issuer/error-pages.ts';
import { testSignInPath } from '../config/sign-in-paths.ts';
import { sendPage } from '../pages/send-page.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { signInCauses } from '../rules/sign-in-causes.ts';
import { originOf, refusalDetail } from './audit-sign-in.ts';
import { type CallbackResult, verifyCallback, refusalOf } from './verify-callback.ts';
import {
  endTest,
  findTest,
  markTestOpened,
  type TestSignInResult,
} from '../connections/test-sign-ins.ts';
import type { PendingSignIn, PendingSignIns } from './pending-sign-ins.ts';

type OidcAccount = Pick<CustomerAccount, 'id' | 'code' | 'name'> & {
  readonly connection: OidcConnection;
};

/** Sign-ins that test a connection. They work like real ones but issue no code or token. */
export interface TestSignIns {
  /** Redirects to the provider, or shows the result once the test has ended. */
  open(ctx: Koa.Context, id: string): Promise<void>;
  /** Handles the response of the provider. */
  callback(
    ctx: Koa.Context,
    account: CustomerAccount,
    pending: PendingSignIn & { readonly testId: string },
  ): Promise<void>;
}

export function createTestSignIns(
  deps: Deps,
  gateway: OidcGateway,
  pendings: PendingSignIns,
): TestSignIns {
  const { store, clock, log } = deps;

  return {
    async open(ctx, id) {
      const found = await findTest(deps, id);
      if (found === undefined || found.state === 'expired') {
        return sendExpired(ctx, 'no such test sign-in');
      }
      const { test, result } = found;
      const overview = await store.customerAccounts.find(test.customerAccountId);
      const connection = await store.connections.find(test.customerAccountId);
      if (overview === undefined || connection?.kind !== 'oidc') {
        return sendExpired(ctx, 'the connection was changed in the meantime');
      }
      const account = { ...overview, connection };
      ctx.state['account'] = account.code;
      if (result !== undefined) {
        if (result.browser === pendings.browserOf(ctx)) return sendResult(ctx, account, result);
        return sendExpired(ctx, "another browser's test sign-in");
      }
      await markTestOpened(deps, test);
      await redirectToProvider(ctx, account, id);
    },

    async callback(ctx, account, { testId, issuer, browser, checks }) {
      // The connection may be disabled: it is tested before it is enabled.
      if (!hasOidc(account) || account.connection.issuer !== issuer) {
        return sendExpired(ctx, 'the connection was changed in the meantime');
      }
      ctx.state['account'] = account.code;
      let verified: CallbackResult;
      try {
        verified = await verifyCallback(deps, gateway, ctx, account, checks);
      } catch (error) {
        if (error instanceof CodeConsumedError) return redirectToProvider(ctx, account, testId);
        throw error;
      }
      await end(ctx, account, testId, { verified, browser });
    },
  };

  async function redirectToProvider(
    ctx: Koa.Context,
    account: OidcAccount,
    testId: string,
  ): Promise<void> {
    const request = { loginHint: undefined, uiLocales: undefined, prompt: undefined };
    try {
      await pendings.begin(ctx, account, { testId }, request);
    } catch (error) {
      const verified = { received: undefined, refused: refusalOf(error) };
      await end(ctx, account, testId, { verified, browser: pendings.browserOf(ctx) ?? '' });
    }
  }

  /** Stores the result and redirects to its page, which can be reloaded. */
  async function end(
    ctx: Koa.Context,
    account: OidcAccount,
    testId: string,
    { verified, browser }: { verified: CallbackResult; browser: string },
  ): Promise<void> {
    const result = { ...(await resultOf(verified, account.id)), browser, requestId: idOf(ctx) };
    const hasEnded = await store.transaction(async (tables) => {
      const now = clock();
      if (!(await endTest(tables, testId, result, now))) return false;
      await tables.audit.record(originOf(ctx, result.email ?? null), eventOf(account, result), now);
      return true;
    });
    if (!hasEnded) return sendExpired(ctx, 'the test sign-in has ended');
    const { cause, reason, errorResponse } = result.refused ?? {};
    ctx.state['outcome'] = `test: ${cause ?? 'signed_in'}`;
    if (cause !== undefined && 'refused' in verified) {
      const facts = {
        requestId: idOf(ctx),
        account: account.code,
        cause,
        reason,
        says: errorResponse,
      };
      log.warn({ ...facts, err: verified.refused.error }, 'test sign-in refused');
    }
    // A browser without our cookie could not open the page again.
    if (browser === '') return sendResult(ctx, account, result);
    ctx.status = 303;
    ctx.redirect(testSignInPath(testId));
  }

  async function resultOf(
    verified: CallbackResult,
    accountId: number,
  ): Promise<Omit<TestSignInResult, 'browser' | 'requestId'>> {
    const claims = verified.received === undefined ? [] : displayClaims(verified.received);
    const email = 'user' in verified ? verified.user.email : verified.refused.email;
    const user =
      'user' in verified
        ? verified.user.licenseUser
        : email && (await store.licenseUsers.findByEmail(email));
    const isOfAccount = user ? await store.licenseUsers.isOfAccount(user.id, accountId) : false;
    const { cause, reason, errorResponse } = 'refused' in verified ? verified.refused : {};
    return {
      ...(cause !== undefined && { refused: { cause, reason: reason ?? '', errorResponse } }),
      email,
      ...(user && { user: { id: user.id, email: user.email, enabled: user.enabled } }),
      isOfAccount,
      claims,
    };
  }
}

/** Sends the result page. It shows no claims: these are for the vendor only. */
function sendResult(ctx: Koa.Context, account: OidcAccount, result: TestSignInResult): void {
  const { refused, email = '' } = result;
  ctx.state['shownRequestId'] = result.requestId;
  const accountName = account.name;
  if (refused === undefined) {
    return sendPage(ctx, 200, 'testSignIn', { accountName, email });
  }
  const { cause, errorResponse } = refused;
  const said = formatErrorResponse(errorResponse);
  sendPage(ctx, signInCauses[cause].status, 'testRefused', {
    refusal: { cause, values: { account: accountName, email } },
    ...(said === undefined ? {} : { said }),
  });
}

function eventOf({ id, code }: OidcAccount, { refused, email, user }: TestSignInResult) {
  const event = {
    action: 'testSignIn',
    subject: { kind: 'connection', id },
    about: { email, licenseUserId: user?.id },
  } as const;
  if (refused === undefined) {
    return { ...event, outcome: 'done', detail: { customer_account: code } } as const;
  }
  const detail = { customer_account: code, ...refusalDetail(refused) };
  return { ...event, outcome: 'refused', code: refused.cause, detail } as const;
}

function hasOidc(
  account: CustomerAccount,
): account is CustomerAccount & { readonly connection: OidcConnection } {
  return account.connection?.kind === 'oidc';
}

function idOf(ctx: Koa.Context): string {
  return String(ctx.state['requestId']);
}
