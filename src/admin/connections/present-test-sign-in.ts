import type { components } from '../../../generated/openapi.d.ts';
import type { Deps } from '../../deps.ts';
import { createWriter } from '../../pages/texts/write.ts';
import type { TestSignInStatus, TestSignInResult } from '../../connections/test-sign-ins.ts';
import { testSignInPath } from '../../config/sign-in-paths.ts';
import { signInCauses } from '../../rules/sign-in-causes.ts';

type Schemas = components['schemas'];
type Words = Pick<Schemas['TestSignIn'], 'message' | 'cure' | 'acts'>;

/** @param accountName the name of the account on the page */
export function presentTestSignIn(
  { config, branding }: Pick<Deps, 'config' | 'branding'>,
  { test, state, result }: TestSignInStatus,
  accountName: string,
): Schemas['TestSignIn'] {
  const { refused, user } = result ?? {};
  const { message, cure, acts } =
    result === undefined ? NOTHING : wordsOf(result, accountName, branding);
  return {
    id: test.id,
    url: config.publicUrl + testSignInPath(test.id),
    state,
    opened: test.isOpened,
    expires_at: test.expiresAt.toISOString(),
    message,
    cure,
    acts,
    cause: refused?.cause ?? null,
    reason: refused?.reason ?? null,
    provider_error: refused?.errorResponse?.error ?? null,
    provider_description: refused?.errorResponse?.description ?? null,
    email: result?.email ?? null,
    license_user:
      user === undefined
        ? null
        : {
            id: user.id,
            email: user.email,
            enabled: user.enabled,
            is_of_account: result?.isOfAccount ?? false,
          },
    claims: (result?.claims ?? []).map(({ source, name, value }) => ({ source, name, value })),
  };
}

const NOTHING: Words = { message: null, cure: null, acts: null };

/** Describes the result. For a refusal it uses the texts of the page, so that vendor and user see the same words. */
function wordsOf(
  { refused, email = '', user, isOfAccount }: TestSignInResult,
  account: string,
  branding: Deps['branding'],
): Words {
  if (refused !== undefined) {
    const { text } = createWriter('en', branding.texts.en);
    const { cause } = refused;
    const values = { account, email };
    return {
      message: text(`refused.${cause}.reason`, values),
      cure: text(`refused.${cause}.next`, values),
      acts: signInCauses[cause].acts,
    };
  }
  if (user === undefined) {
    return {
      message: `${email} signs in, but is not a license user: activation responds with license_not_found.`,
      cure: `Assign a license to ${email}, or compare the address with that of the license user.`,
      acts: 'vendor',
    };
  }
  if (!isOfAccount || !user.enabled) {
    return {
      message: `${email} signs in, as the license user ${user.email}, who has no license of this account: activation responds with license_not_found.`,
      cure: `Issue a license to a customer of the account, with ${user.email} as its user.`,
      acts: 'vendor',
    };
  }
  const message = `${email} signs in, as the license user ${user.email}.`;
  return { message, cure: null, acts: null };
}
