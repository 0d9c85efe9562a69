import type Koa from 'koa';
import { formatErrorResponse } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../issuer/interaction.ts';
import type { ConnectedAccount } from '../rules/customer-account.ts';
import { signInCauses } from '../rules/sign-in-causes.ts';
import { recordRefusedSignIn, type RefusedSignIn } from './audit-sign-in.ts';
import { storeRefusalPage, sendRefusalPage, type RefusalPage } from './refusal-page.ts';
import { setSignInOutcome } from '../observability/note-sign-in.ts';
import { oauthErrorOf } from './oauth-error.ts';

/** Refuses a sign-in and sends its page. */
export type RefuseSignIn = (
  ctx: Koa.Context,
  account: ConnectedAccount,
  interaction: Interaction,
  refused: RefusedSignIn & {
    readonly error?: unknown;
    /** The callback that was refused, if it was one. */
    readonly callback?: { state: string; browser: string } | undefined;
  },
) => Promise<void>;

/**
 * Creates the function that refuses sign-ins at a known customer account. It writes the cause to the log, the audit log
 * and the metrics, and sends a page that says what happened and who can correct it.
 */
export function createRefuseSignIn(deps: Pick<Deps, 'store' | 'clock' | 'log'>): RefuseSignIn {
  return async (ctx, account, interaction, { error, callback, ...refused }) => {
    const { cause, errorResponse, email = '' } = refused;
    setSignInOutcome(ctx, account, cause);
    const requestId: unknown = ctx.state['requestId'];
    const facts = {
      requestId,
      account: account.code,
      cause,
      reason: refused.reason,
      says: errorResponse,
    };
    deps.log.warn(error === undefined ? facts : { ...facts, err: error }, 'sign-in refused');
    await recordRefusedSignIn(deps, ctx, account, refused);
    const { status } = signInCauses[cause];
    const said = formatErrorResponse(errorResponse);
    const page: RefusalPage = {
      status,
      interactionUid: interaction.uid,
      accountName: account.name,
      refusal: { cause, values: { account: account.name, email } },
      ...(said === undefined ? {} : { said }),
      requestId: String(requestId),
    };
    if (callback !== undefined) await storeRefusalPage(deps, callback, page);
    // When the user returns to the application, now or after another try, the application gets this error.
    interaction.result = { ...oauthErrorOf(cause) };
    await interaction.persist();
    sendRefusalPage(ctx, page, interaction);
  };
}
