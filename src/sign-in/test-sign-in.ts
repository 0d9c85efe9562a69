import type Koa from 'koa';
import { shownClaims } from '../connections/displayed-claims.ts';
import { CodeUsedUp } from '../connections/redeem-code.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { quoteOf } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import { sendExpired } from '../issuer/error-pages.ts';
import { testSignInPath } from '../config/sign-in-paths.ts';
import { sendPage } from '../pages/send-page.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { signInCauses } from '../rules/sign-in-causes.ts';
import { originOf, refusalDetail } from './audit-sign-in.ts';
import { type Arrival, judgeArrival, refusedByFault } from './verify-callback.ts';
import { endTest, findTest, noteOpened, type TestResult } from '../connections/test-sign-ins.ts';
import type { PendingSignIn, PendingSignIns } from './pending-sign-ins.ts';

type OidcAccount = Pick<CustomerAccount, 'id' | 'code' | 'name'> & {
  readonly connection: OidcConnection;
};

/** Sign-ins that test a connection: as real ones are, up to where something would be issued. */
export interface TestSignIns {
  /** Sends a browser to the provider; after the test it shows what came of it. */
  open(ctx: Koa.Context, id: string): Promise<void>;
  /** Takes the answer of the provider. */
  arrive(
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
      const known = await findTest(deps, id);
      if (known === undefined || known.state === 'expired') {
        return sendExpired(ctx, 'no such test sign-in');
      }
      const { test, result } = known;
      const found = await store.customerAccounts.find(test.customerAccountId);
      const connection = await store.connections.find(test.customerAccountId);
      if (found === undefined || connection?.kind !== 'oidc') {
        return sendExpired(ctx, 'the connection was changed meanwhile');
      }
      const account = { ...found, connection };
      ctx.state['account'] = account.code;
      if (result !== undefined) {
        if (result.browser === pendings.browserOf(ctx)) return show(ctx, account, result);
        return sendExpired(ctx, "another browser's test sign-in");
      }
      await noteOpened(deps, test);
      await setOut(ctx, account, id);
    },

    async arrive(ctx, account, { testId, issuer, browser, checks }) {
      // It may be disabled: it is tested before it is enabled.
      if (!hasOidc(account) || account.connection.issuer !== issuer) {
        return sendExpired(ctx, 'the connection was changed meanwhile');
      }
      ctx.state['account'] = account.code;
      let arrival: Arrival;
      try {
        arrival = await judgeArrival(deps, gateway, ctx, account, checks);
      } catch (error) {
        if (error instanceof CodeUsedUp) return setOut(ctx, account, testId);
        throw error;
      }
      await end(ctx, account, testId, { arrival, browser });
    },
  };

  async function setOut(ctx: Koa.Context, account: OidcAccount, testId: string): Promise<void> {
    const request = { loginHint: undefined, uiLocales: undefined, prompt: undefined };
    try {
      await pendings.setOut(ctx, account, { testId }, request);
    } catch (error) {
      const arrival = { told: undefined, refused: refusedByFault(error) };
      await end(ctx, account, testId, { arrival, browser: pendings.browserOf(ctx) ?? '' });
    }
  }

  /** Keeps what came of it, and shows it: under an address of its own, which may be loaded again. */
  async function end(
    ctx: Koa.Context,
    account: OidcAccount,
    testId: string,
    { arrival, browser }: { arrival: Arrival; browser: string },
  ): Promise<void> {
    const result = { ...(await resultOf(arrival, account.id)), browser, requestId: idOf(ctx) };
    const isFirst = await store.transaction(async (tables) => {
      const now = clock();
      if (!(await endTest(tables, testId, result, now))) return false;
      await tables.audit.record(originOf(ctx, result.email ?? null), eventOf(account, result), now);
      return true;
    });
    if (!isFirst) return sendExpired(ctx, 'the test sign-in has ended');
    const { cause, reason, says } = result.refused ?? {};
    ctx.state['outcome'] = `test: ${cause ?? 'signed_in'}`;
    if (cause !== undefined && 'refused' in arrival) {
      const facts = { requestId: idOf(ctx), account: account.code, cause, reason, says };
      log.warn({ ...facts, err: arrival.refused.error }, 'test sign-in refused');
    }
    // A browser without our cookie could not come back to its page.
    if (browser === '') return show(ctx, account, result);
    ctx.status = 303;
    ctx.redirect(testSignInPath(testId));
  }

  async function resultOf(
    arrival: Arrival,
    accountId: number,
  ): Promise<Omit<TestResult, 'browser' | 'requestId'>> {
    const claims = arrival.told === undefined ? [] : shownClaims(arrival.told);
    const email = 'person' in arrival ? arrival.person.email : arrival.refused.email;
    const user =
      'person' in arrival
        ? arrival.person.user
        : email && (await store.licenseUsers.findByEmail(email));
    const isOfAccount = user ? await store.licenseUsers.isOfAccount(user.id, accountId) : false;
    const { cause, reason, says } = 'refused' in arrival ? arrival.refused : {};
    return {
      ...(cause !== undefined && { refused: { cause, reason: reason ?? '', says } }),
      email,
      ...(user && { user: { id: user.id, email: user.email, enabled: user.enabled } }),
      isOfAccount,
      claims,
    };
  }
}

/** The last page: the person sees that it worked, or why not. What was said of them is for the vendor. */
function show(ctx: Koa.Context, account: OidcAccount, result: TestResult): void {
  const { refused, email = '' } = result;
  ctx.state['shownRequestId'] = result.requestId;
  const accountName = account.name;
  if (refused === undefined) {
    return sendPage(ctx, 200, 'testSignIn', { accountName, email });
  }
  const { cause, says } = refused;
  const said = quoteOf(says);
  sendPage(ctx, signInCauses[cause].status, 'testRefused', {
    refusal: { cause, values: { account: accountName, email } },
    ...(said === undefined ? {} : { said }),
  });
}

function eventOf({ id, code }: OidcAccount, { refused, email, user }: TestResult) {
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
