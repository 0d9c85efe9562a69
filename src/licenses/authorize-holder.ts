import type { About } from '../rules/about.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import type { GuessPassword } from '../contract/operation.ts';
import type { Credential } from '../rules/credential.ts';
import { redeemSignIn, type SignInTarget, type TokenUse } from '../sso/redeem-sign-in.ts';
import type { LicenseHolder } from '../store/tables/license-candidates.ts';
import type { AuthorizationForm } from '../rules/authorization-form.ts';
import { type LicenseUser, normalizeEmail } from '../rules/license-user.ts';
import { isPasswordOf } from '../security/password.ts';

/** Who a request was authorized for. They may have no license. */
export interface Holder {
  /** Undefined for a user who signed in but is no enabled license user: signing in creates none. */
  readonly holder: LicenseHolder | undefined;
  /** The message for license_not_found. */
  readonly notFoundMessage: string;
  readonly tokenUse: TokenUse | undefined;
}

/**
 * Authorizes a request by license key, username, code or token. The user goes into `request.about` for the audit log,
 * also when the request is refused.
 * @throws ApiError license_not_found for a wrong username or password; too_many_requests; those of `redeemSignIn`
 */
export async function authorizeHolder(
  deps: Deps,
  request: {
    form: AuthorizationForm;
    credential: Credential;
    target: SignInTarget;
    about: About;
    guessPassword: GuessPassword;
  },
): Promise<Holder> {
  const { form, target, about } = request;
  switch (form.kind) {
    case 'license_key': {
      const holder = { licenseKey: form.licenseKey };
      return {
        holder,
        notFoundMessage: 'License with the provided license_key not found.',
        tokenUse: undefined,
      };
    }
    case 'username': {
      const email = normalizeEmail(form.username.trim());
      const user = await deps.store.licenseUsers.findByEmail(email);
      Object.assign(about, { email, licenseUserId: user?.id });
      const notFoundMessage = 'License with the provided license user not found.';
      const { password } = form;
      if (password !== undefined) {
        const isRight = () => isPasswordOf(user, password);
        if (!(await request.guessPassword(email, isRight))) {
          throw new ApiError('license_not_found', notFoundMessage);
        }
      }
      const holder = holderOf(user, { onlyTrials: password !== undefined });
      return { holder, notFoundMessage, tokenUse: undefined };
    }
    case 'id_token':
    case 'code': {
      const { identity, account, tokenUse } = await redeemSignIn(deps, { ...request, form });
      const user = await deps.store.licenseUsers.findByEmail(identity.email);
      about.licenseUserId = user?.id;
      const notFoundMessage =
        user?.enabled === false && (await deps.store.licenseUsers.isOfAccount(user.id, account.id))
          ? `License with the provided license user not found: ${identity.email} is disabled.`
          : `License with the provided license user not found: ${identity.email} has no license of ${target.code}.`;
      return {
        holder: holderOf(user, { customerAccountId: account.id }),
        notFoundMessage,
        tokenUse,
      };
    }
  }
}

function holderOf(
  user: LicenseUser | undefined,
  {
    customerAccountId,
    onlyTrials = false,
  }: { readonly customerAccountId?: number; readonly onlyTrials?: boolean },
): LicenseHolder | undefined {
  if (user?.enabled !== true) return undefined;
  // Whoever began the trial has chosen the password, and need not own the e-mail address.
  return {
    licenseUserId: user.id,
    customerAccountId,
    onlyTrials: onlyTrials && user.self_registered,
  };
}
