import type Koa from 'koa';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';

/** How a sign-in ended, for metrics and log. What the person is told is another matter. */
export type SignInOutcome =
  | 'signed_in'
  | 'cancelled'
  /** The e-mail address or the password. */
  | 'wrong_password'
  /** After too many of them. */
  | 'too_many_requests'
  | SignInCause;

/** Leaves the outcome of a sign-in with the request, where log and metrics find it. */
export function noteSignIn(
  ctx: Koa.Context,
  { code }: Pick<CustomerAccount, 'code'>,
  outcome: SignInOutcome,
): void {
  Object.assign(ctx.state, { account: code, outcome, signIn: outcome });
}
