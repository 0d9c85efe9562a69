import type Koa from 'koa';
import type { Prompt } from '../connections/authorization-request.ts';
import type { Interaction } from '../issuer/interaction.ts';
import type { ConnectedAccount } from '../rules/customer-account.ts';

/** How users sign in with one kind of connection. SAML will be another implementation. */
export interface SignInMethod {
  /** Shows the sign-in form, or redirects to the identity provider. */
  open(
    ctx: Koa.Context,
    interaction: Interaction,
    account: ConnectedAccount,
    prompt: Prompt | undefined,
  ): Promise<void>;
  /** Handles the submitted sign-in form. Absent when the method has no form. */
  submit?(
    ctx: Koa.Context,
    interaction: Interaction,
    account: ConnectedAccount,
    form: URLSearchParams,
  ): Promise<void>;
}
