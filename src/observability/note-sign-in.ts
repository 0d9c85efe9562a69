import type Koa from 'koa';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';

/** The outcome of a sign-in, for metrics and log. */
export type SignInOutcome =
  | 'signed_in'
  | 'cancelled'
  /** Wrong e-mail address or password. */
  | 'wrong_password'
  /** Too many wrong passwords. */
  | 'too_many_requests'
  | SignInCause;

/** Sets the outcome of a sign-in in `ctx.state` for log and metrics. */
export function setSignInOutcome(
  ctx: Koa.Context,
  { code }: Pick<CustomerAccount, 'code'>,
  outcome: SignInOutcome,
): void {
  Object.assign(ctx.state, { account: code, outcome, signIn: outcome });
}
