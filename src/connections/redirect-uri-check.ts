import type { SignInCause } from '../rules/sign-in-causes.ts';
import { ANY_METHOD, authorizationRequest } from './authorization-request.ts';
import { causeOfAuthorizationError } from './error-causes.ts';
import type { ClientCheckRequest } from './client-check-request.ts';
import { configurationsOf } from './discovered-provider.ts';
import type { DiscoveryDocument } from './discovery-checks.ts';
import { describeFetchFault } from './fetch-faults.ts';
import { type Cure, failed, passed, type ProviderCheck, unknown } from './provider-check.ts';
import { ProviderError } from './provider-error.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/** The causes of a refused sign-in without a user when nothing else is wrong. */
const NEEDS_USER: readonly SignInCause[] = [
  ...(['interaction_required', 'consent_missing', 'access_denied', 'person_not_assigned'] as const),
];

/** How to correct other causes. */
const CURES: Partial<Record<SignInCause, string>> = {
  scope_refused: 'Ask the company to allow the scopes of the connection for the client.',
  client_not_allowed: 'Ask the company to allow the authorization code grant for the client.',
  response_type_refused:
    'Ask the company to allow the response type code for the client, and compare the response mode of the connection.',
  par_required: 'Ask the company to switch off pushed authorization requests for the client.',
  request_object_required: 'Ask the company to switch off signed request objects for the client.',
};

/** The relevant parts of a response of the authorization endpoint. */
interface Page {
  readonly status: number;
  readonly location: URL | null;
  readonly text: string;
}

/**
 * Checks whether the redirect URI is registered, with an authorization request without a user (`prompt=none`). If the URI
 * is registered, the provider redirects to it with an error (OpenID Connect Core, section 3.1.2.6); if not, it must not
 * redirect (RFC 6749, section 4.1.2.1). Redirects are not followed.
 * @returns whether it is registered; and if the provider redirected, what the error says about the request
 */
export async function checkRedirectUri(
  { connection, account, redirectUri }: ClientCheckRequest,
  document: DiscoveryDocument,
  providerFetch: ProviderFetch,
): Promise<ProviderCheck[]> {
  const configuration = configurationsOf(document, connection, providerFetch)(ANY_METHOD);
  const { url } = await authorizationRequest(configuration, connection, {
    redirectUri,
    loginHint: undefined,
    uiLocales: undefined,
    prompt: 'none',
  });
  const register: Cure = {
    cure: `Ask the company to register exactly ${redirectUri}. To verify it: latchkey connection test ${account} --sign-in`,
    acts: 'company_it',
  };
  const { host } = new URL(url);
  let page: Page;
  try {
    page = await fetchPage(providerFetch, url);
  } catch (error) {
    const { message, ...cure } = describeFetchFault(error, new URL(url));
    return [failed('redirect_uri', `The authorization endpoint: ${message}`, cure)];
  }
  const callback =
    page.location !== null && isAt(redirectUri, page.location) ? page.location : null;
  if (callback !== null || hasFormTo(redirectUri, page)) {
    const registered = passed('redirect_uri', `${host} redirects users to ${redirectUri}.`);
    return callback === null ? [registered] : [registered, checkErrorResponse(callback)];
  }
  const isRefused = page.status >= 400 && page.status < 500;
  if (isRefused && MENTIONS_REDIRECT_URI.test(page.text)) {
    const what = `${host} refuses the redirect URI ${redirectUri}: it is not registered.`;
    return [failed('redirect_uri', what, register)];
  }
  const what = isRefused
    ? `${host} responds with ${page.status} and does not redirect: ${redirectUri} is probably not registered.`
    : `It could not be determined whether ${redirectUri} is registered: ${host} shows its own page (${page.status}).`;
  return [unknown('redirect_uri', what, register)];
}

/** Matches the names of a redirect URI on error pages of providers. */
const MENTIONS_REDIRECT_URI = /redirect[ _-]?ur[il]|callback url|reply url/i;

/** @param callback the URL that the provider redirected to, with its parameters */
function checkErrorResponse({ searchParams, hash, origin }: URL): ProviderCheck {
  const name = 'authorization_request';
  const response = searchParams.has('error')
    ? searchParams
    : new URL(`?${hash.slice(1)}`, origin).searchParams;
  const error = response.get('error');
  if (error === null) return passed(name, 'The provider accepts the authorization request.');
  const description = response.get('error_description');
  const cause = causeOfAuthorizationError(error, description ?? '');
  const { errorResponse } = new ProviderError(cause, '', {
    errorResponse: { error, description, uri: response.get('error_uri') },
  });
  if (NEEDS_USER.includes(cause)) {
    return passed(
      name,
      'The provider accepts the authorization request and asks for a user.',
      errorResponse,
    );
  }
  const cure = CURES[cause];
  if (cure !== undefined) {
    const what = `The provider refuses the authorization request: ${cause}.`;
    return failed(name, what, { cure, acts: 'company_it', errorResponse });
  }
  return unknown(
    name,
    'The provider refuses an authorization request without a user, for another reason.',
    {
      cure: 'See the error of the provider. A sign-in with a user may still work.',
      acts: 'vendor',
      errorResponse,
    },
  );
}

async function fetchPage(providerFetch: ProviderFetch, url: string): Promise<Page> {
  const response = await providerFetch(url, { headers: { Accept: 'text/html' } });
  const location = response.headers.get('location');
  return {
    status: response.status,
    location: location === null ? null : URL.parse(location, url),
    text: await response.text(),
  };
}

function isAt(redirectUri: string, { origin, pathname }: URL): boolean {
  const wanted = new URL(redirectUri);
  return origin === wanted.origin && pathname === wanted.pathname;
}

/** With `form_post` the response is a form that submits itself (OAuth 2.0 Form Post Response Mode). */
function hasFormTo(redirectUri: string, { status, text }: Page): boolean {
  return (
    status === 200 &&
    [`action="${redirectUri}"`, `action='${redirectUri}'`].some((one) => text.includes(one))
  );
}
