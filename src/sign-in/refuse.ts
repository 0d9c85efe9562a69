import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../issuer/interaction.ts';
import { sendPage } from '../pages/send-page.ts';
import type { ConnectedAccount } from '../sso/customer-account.ts';
import { signInCauses } from '../sso/sign-in-causes.ts';
import { recordRefusedSignIn, type RefusedSignIn } from './audit-sign-in.ts';
import { pathOf, redirectUriOf } from './interaction.ts';
import { noteSignIn } from './note-sign-in.ts';

/** Ends a sign-in. */
export type Refuse = (
  ctx: Koa.Context,
  account: ConnectedAccount,
  interaction: Interaction,
  refused: RefusedSignIn & { readonly error?: unknown },
) => Promise<void>;

/**
 * The one way to refuse a sign-in once its customer account is known: its cause stands in the log, the audit log and the
 * metrics, and the page says what happened and who has to do what.
 */
export function createRefuse(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Refuse {
  return async (ctx, account, interaction, { error, ...refused }) => {
    const { cause, says, email = '' } = refused;
    noteSignIn(ctx, account, cause);
    const requestId: unknown = ctx.state['requestId'];
    const facts = { requestId, account: account.code, cause, reason: refused.reason, says };
    deps.log.warn(error === undefined ? facts : { ...facts, err: error }, 'sign-in refused');
    await recordRefusedSignIn(deps, ctx, account, refused);
    const { status } = signInCauses[cause];
    const said = [says?.error, says?.description].filter((one) => one !== undefined).join(': ');
    const page = {
      refusal: { cause, values: { account: account.name, email } },
      returnAction: pathOf(interaction),
      ...(said === '' ? {} : { said }),
    };
    const options = { formActions: [redirectUriOf(interaction)] };
    if (status === 403) return sendPage(ctx, status, 'refused', page, options);
    const retryAction = pathOf(interaction);
    const unreachable = { ...page, accountName: account.name, retryAction };
    sendPage(ctx, status, 'providerUnreachable', unreachable, options);
  };
}
