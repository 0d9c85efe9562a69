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
import { redeemBy } from './redeem-code.ts';

/** What a token endpoint made of a made-up code. */
type Answer =
  | { readonly kind: 'refused'; readonly error: ProviderError }
  | { readonly kind: 'taken' }
  /** It did not come to an answer: what the fetch threw. */
  | { readonly kind: 'none'; readonly fault: unknown };

/** What a provider says who knows the client by another secret, or not at all. */
const REFUSALS: readonly SignInCause[] = [
  ...(['client_secret_refused', 'client_secret_expired', 'client_not_allowed'] as const),
];

/**
 * Whether the provider knows the client and takes its secret. It is asked to redeem a made-up code, as a sign-in asks: one
 * that takes the secret refuses the code (`invalid_grant`), one that does not refuses the client (`invalid_client`; RFC
 * 6749, section 5.2). Some look at the code first. So the same is asked with a made-up secret, and where the answer is the
 * same, it proves nothing.
 */
export async function checkClient(
  request: ClientCheckRequest,
  document: DiscoveryDocument,
  providerFetch: ProviderFetch,
): Promise<ProviderCheck> {
  const { connection } = request;
  const ask = (method: AuthMethod, clientSecret: string) =>
    tryMadeUpCode(
      method,
      { ...request, connection: { ...connection, clientSecret } },
      document,
      providerFetch,
    );
  const supported = document['token_endpoint_auth_methods_supported'];
  // Those of a sign-in first; the others tell how it could be cured.
  const own = methodsToTry(connection.tokenEndpointAuthMethod, supported);
  const others = AUTH_METHODS.filter((one) => !own.includes(one));

  let refused: ProviderError | undefined;
  for (const method of [...own, ...others]) {
    const answer = await ask(method, connection.clientSecret);
    if (answer.kind === 'refused' && answer.error.code === 'client_secret_refused') {
      refused ??= answer.error;
      continue;
    }
    if (answer.kind === 'refused' && answer.error.code === 'code_refused') {
      const control = await ask(method, madeUp());
      const isTold = control.kind === 'refused' && REFUSALS.includes(control.error.code);
      if (!isTold) return unproven(request, answer.error);
      return own.includes(method) ? works(request, method) : worksOtherwise(request, method);
    }
    // The second try tells nothing: the first counts.
    if (refused !== undefined) break;
    return judge(answer, request, document);
  }
  return failed('client', `${hostOf(document)} does not take the client id or the client secret.`, {
    cure: `Enter both again: latchkey connection update ${request.account} --client-id … --client-secret-file …`,
    acts: 'vendor',
    says: refused?.says,
  });
}

function works({ connection, account }: ClientCheckRequest, method: AuthMethod): ProviderCheck {
  const { tokenEndpointAuthMethod: setting } = connection;
  const how =
    setting === 'auto'
      ? `, which each sign-in finds out by itself. To set it: latchkey connection update ${account} --token-endpoint-auth-method ${method}`
      : '';
  return passed('client', `The provider takes the client secret, as ${method}${how}.`);
}

function worksOtherwise({ account }: ClientCheckRequest, method: AuthMethod): ProviderCheck {
  return failed(
    'client',
    `The provider takes the client secret as ${method}, and in no other way.`,
    {
      cure: `latchkey connection update ${account} --token-endpoint-auth-method ${method}`,
      acts: 'vendor',
    },
  );
}

function unproven({ account }: ClientCheckRequest, { says }: ProviderError): ProviderCheck {
  return unknown(
    'client',
    'The provider answers the same to a wrong secret: whether this one is right, it does not say.',
    { ...bySignIn(account), says },
  );
}

/** Answers that are neither of code nor of secret. */
function judge(
  answer: Answer,
  { account }: ClientCheckRequest,
  document: DiscoveryDocument,
): ProviderCheck {
  const host = hostOf(document);
  if (answer.kind === 'none') {
    const url = new URL(String(document['token_endpoint']));
    const { message, ...cure } = describeFetchFault(answer.fault, url);
    return failed('client', `The token endpoint: ${message}`, cure);
  }
  if (answer.kind === 'taken') {
    const what = `${host} takes a made-up code: what it takes says nothing of the client.`;
    return unknown('client', what, bySignIn(account));
  }
  const { code, message, says } = answer.error;
  if (code === 'client_secret_expired') {
    return failed('client', 'The client secret has expired.', {
      cure: `Let the company make a new one, and enter it: latchkey connection set-secret ${account} --client-secret-file …`,
      acts: 'company_it',
      says,
    });
  }
  if (code === 'client_not_allowed') {
    return failed(
      'client',
      `${host} does not know the client, or does not let it sign people in.`,
      {
        cure: 'Let the company allow the client the authorization code grant, and compare the client id.',
        acts: 'company_it',
        says,
      },
    );
  }
  const what = `Whether ${host} takes the client secret could not be told: ${message}.`;
  return unknown('client', what, { ...bySignIn(account), says });
}

function bySignIn(account: string) {
  const cure = `A sign-in shows it: latchkey connection test ${account} --sign-in`;
  return { cure, acts: 'vendor' } as const;
}

async function tryMadeUpCode(
  method: AuthMethod,
  { connection, redirectUri }: ClientCheckRequest,
  document: DiscoveryDocument,
  providerFetch: ProviderFetch,
): Promise<Answer> {
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
  callbackUrl.searchParams.set('code', madeUp());
  callbackUrl.searchParams.set('state', checks.state);
  // RFC 9207: who says that they send it must.
  callbackUrl.searchParams.set('iss', String(document['issuer']));
  try {
    await redeemBy(method, connection, { configurationFor }, { callbackUrl, checks });
    return { kind: 'taken' };
  } catch (error) {
    if (fault !== undefined) return { kind: 'none', fault };
    if (!(error instanceof ProviderError)) throw error;
    const isTaken = error.code.startsWith('id_token_');
    return isTaken ? { kind: 'taken' } : { kind: 'refused', error };
  }
}

function madeUp(): string {
  return randomBytes(32).toString('base64url');
}

function hostOf(document: DiscoveryDocument): string {
  return new URL(String(document['token_endpoint'])).host;
}
