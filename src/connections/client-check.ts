import { randomBytes } from 'node:crypto';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import { newChecks } from './authorization-request.ts';
import type { ClientCheckRequest } from './client-check-request.ts';
import { AUTH_METHODS, type AuthMethod, methodsToTry } from './client-authentication.ts';
import { configurationsOf } from './discovered-provider.ts';
import type { DiscoveryDocument } from './discovery-checks.ts';
import { describeFetchFault } from './fetch-faults.ts';
import { failed, passed, type ProviderCheck, unknown } from './provider-check.ts';
import { ProviderError } from './provider-error.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { redeemCodeBy } from './redeem-code.ts';

/** How the token endpoint responded to a random code. */
type Outcome =
  | { readonly kind: 'refused'; readonly error: ProviderError }
  | { readonly kind: 'accepted' }
  /** There was no response; `fault` is what the fetch threw. */
  | { readonly kind: 'none'; readonly fault: unknown };

/** The causes by which a provider refuses an unknown client or a wrong secret. */
const CLIENT_REFUSALS: readonly SignInCause[] = [
  ...(['client_secret_refused', 'client_secret_expired', 'client_not_allowed'] as const),
];

/**
 * Checks whether the provider knows the client and accepts its secret. It redeems a random code: a provider that accepts
 * the secret refuses the code (`invalid_grant`), otherwise it refuses the client (`invalid_client`; RFC 6749, section
 * 5.2). Some providers check the code first. So the code is redeemed once more with a random secret; two equal responses
 * prove nothing (docs/pages/decisions.md#connection-tests-with-a-wrong-secret).
 */
export async function checkClient(
  request: ClientCheckRequest,
  document: DiscoveryDocument,
  providerFetch: ProviderFetch,
): Promise<ProviderCheck> {
  const { connection } = request;
  const redeem = (method: AuthMethod, clientSecret: string) =>
    redeemRandomCode(
      method,
      { ...request, connection: { ...connection, client_secret: clientSecret } },
      document,
      providerFetch,
    );
  const supported = document['token_endpoint_auth_methods_supported'];
  // The methods of a sign-in first. The others show how to correct the setting.
  const own = methodsToTry(connection.token_endpoint_auth_method, supported);
  const others = AUTH_METHODS.filter((one) => !own.includes(one));

  let refused: ProviderError | undefined;
  for (const method of [...own, ...others]) {
    const outcome = await redeem(method, connection.client_secret);
    if (outcome.kind === 'refused' && outcome.error.code === 'client_secret_refused') {
      refused ??= outcome.error;
      continue;
    }
    if (outcome.kind === 'refused' && outcome.error.code === 'code_refused') {
      const control = await redeem(method, randomCode());
      const isClientRefused =
        control.kind === 'refused' && CLIENT_REFUSALS.includes(control.error.code);
      if (!isClientRefused) return undecided(request, outcome.error);
      return own.includes(method)
        ? accepted(request, method)
        : acceptedByOtherMethod(request, method);
    }
    // The response to the second method is unclear, so the first refusal counts.
    if (refused !== undefined) break;
    return describeOutcome(outcome, request, document);
  }
  return failed(
    'client',
    `${hostOf(document)} does not accept the client ID or the client secret.`,
    {
      cure: `Enter both again: latchkey connection update ${request.account} --client-id … --client-secret-file …`,
      acts: 'vendor',
      errorResponse: refused?.errorResponse,
    },
  );
}

function accepted({ connection, account }: ClientCheckRequest, method: AuthMethod): ProviderCheck {
  const { token_endpoint_auth_method: setting } = connection;
  const how =
    setting === 'auto'
      ? `; each sign-in detects this. To set it: latchkey connection update ${account} --token-endpoint-auth-method ${method}`
      : '';
  return passed('client', `The provider accepts the client secret, as ${method}${how}.`);
}

function acceptedByOtherMethod({ account }: ClientCheckRequest, method: AuthMethod): ProviderCheck {
  return failed('client', `The provider accepts the client secret as ${method} only.`, {
    cure: `latchkey connection update ${account} --token-endpoint-auth-method ${method}`,
    acts: 'vendor',
  });
}

function undecided(
  { account }: ClientCheckRequest,
  { errorResponse }: ProviderError,
): ProviderCheck {
  return unknown(
    'client',
    'The provider gives the same response to a wrong secret, so it is not known whether this one is right.',
    { ...bySigningIn(account), errorResponse },
  );
}

/** Describes outcomes that are about neither the code nor the secret. */
function describeOutcome(
  outcome: Outcome,
  { account }: ClientCheckRequest,
  document: DiscoveryDocument,
): ProviderCheck {
  const host = hostOf(document);
  if (outcome.kind === 'none') {
    const url = new URL(String(document['token_endpoint']));
    const { message, ...cure } = describeFetchFault(outcome.fault, url);
    return failed('client', `The token endpoint: ${message}`, cure);
  }
  if (outcome.kind === 'accepted') {
    const what = `${host} accepts a random code, so its response says nothing about the client.`;
    return unknown('client', what, bySigningIn(account));
  }
  const { code, message, errorResponse } = outcome.error;
  if (code === 'client_secret_expired') {
    return failed('client', 'The client secret has expired.', {
      cure: `Ask the company for a new one, and set it: latchkey connection set-secret ${account} --client-secret-file …`,
      acts: 'company_it',
      errorResponse,
    });
  }
  if (code === 'client_not_allowed') {
    return failed(
      'client',
      `${host} does not know the client, or does not allow it to sign users in.`,
      {
        cure: 'Ask the company to allow the authorization code grant for the client, and compare the client ID.',
        acts: 'company_it',
        errorResponse,
      },
    );
  }
  const what = `It could not be determined whether ${host} accepts the client secret: ${message}.`;
  return unknown('client', what, { ...bySigningIn(account), errorResponse });
}

function bySigningIn(account: string) {
  const cure = `A test sign-in shows it: latchkey connection test ${account} --sign-in`;
  return { cure, acts: 'vendor' } as const;
}

async function redeemRandomCode(
  method: AuthMethod,
  { connection, redirectUri }: ClientCheckRequest,
  document: DiscoveryDocument,
  providerFetch: ProviderFetch,
): Promise<Outcome> {
  let fault: unknown;
  const configurationFor = configurationsOf(document, connection, async (url, options) => {
    try {
      return await providerFetch(url, options);
    } catch (error) {
      fault = error;
      throw error;
    }
  });
  const checks = newChecks();
  const callbackUrl = new URL(redirectUri);
  callbackUrl.searchParams.set('code', randomCode());
  callbackUrl.searchParams.set('state', checks.state);
  // A provider that announces `iss` must send it (RFC 9207).
  callbackUrl.searchParams.set('iss', String(document['issuer']));
  try {
    await redeemCodeBy(method, connection, { configurationFor }, { callbackUrl, checks });
    return { kind: 'accepted' };
  } catch (error) {
    if (fault !== undefined) return { kind: 'none', fault };
    if (!(error instanceof ProviderError)) throw error;
    const isAccepted = error.code.startsWith('id_token_');
    return isAccepted ? { kind: 'accepted' } : { kind: 'refused', error };
  }
}

function randomCode(): string {
  return randomBytes(32).toString('base64url');
}

function hostOf(document: DiscoveryDocument): string {
  return new URL(String(document['token_endpoint'])).host;
}
