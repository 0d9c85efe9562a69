import type Koa from 'koa';
import { quoteOf } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../issuer/interaction.ts';
import type { ConnectedAccount } from '../rules/customer-account.ts';
import { signInCauses } from '../rules/sign-in-causes.ts';
import { recordRefusedSignIn, type RefusedSignIn } from './audit-sign-in.ts';
import { keepRefusal, showRefusal, type ShownRefusal } from './refusal-page.ts';
import { noteSignIn } from '../observability/note-sign-in.ts';
import { toldError } from './oauth-error.ts';

/** Ends a sign-in. */
export type Refuse = (
  ctx: Koa.Context,
  account: ConnectedAccount,
  interaction: Interaction,
  refused: RefusedSignIn & {
    readonly error?: unknown;
    /** The answer of the provider that was refused, where it was one. */
    readonly arrival?: { state: string; browser: string } | undefined;
  },
) => Promise<void>;

/**
 * The one way to refuse a sign-in once its customer account is known: its cause stands in the log, the audit log and the
 * metrics, and the page says what happened and who has to do what.
 */
export function createRefuse(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Refuse {
  return async (ctx, account, interaction, { error, arrival, ...refused }) => {
    const { cause, says, email = '' } = refused;
    noteSignIn(ctx, account, cause);
    const requestId: unknown = ctx.state['requestId'];
    const facts = { requestId, account: account.code, cause, reason: refused.reason, says };
    deps.log.warn(error === undefined ? facts : { ...facts, err: error }, 'sign-in refused');
    await recordRefusedSignIn(deps, ctx, account, refused);
    const { status } = signInCauses[cause];
    const said = quoteOf(says);
    const shown: ShownRefusal = {
      status,
      interactionUid: interaction.uid,
      accountName: account.name,
      refusal: { cause, values: { account: account.name, email } },
      ...(said === undefined ? {} : { said }),
      requestId: String(requestId),
    };
    if (arrival !== undefined) await keepRefusal(deps, arrival, shown);
    // Where the person goes back, or begins anew and leaves that, the application learns why.
    interaction.result = { ...toldError(cause) };
    await interaction.persist();
    showRefusal(ctx, shown, interaction);
  };
}
