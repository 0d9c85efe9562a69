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

/** What a provider says to a sign-in without a person, where nothing else is wrong. */
const NEEDS_SOMEBODY: readonly SignInCause[] = [
  ...(['interaction_required', 'consent_missing', 'access_denied', 'person_not_assigned'] as const),
];

/** What is to be done where it says another thing. */
const CURES: Partial<Record<SignInCause, string>> = {
  scope_refused: 'Let the company allow the client the scopes that the connection asks for.',
  client_not_allowed: 'Let the company allow the client the authorization code grant.',
  response_type_refused:
    'Let the company allow the client the response type code, and compare the response mode of the connection.',
  par_required: 'Let the company switch off pushed authorization requests for the client.',
  request_object_required: 'Let the company switch off signed request objects for the client.',
};

/** An answer with what counts of it: where it leads, and what it shows. */
interface Page {
  readonly status: number;
  readonly location: URL | null;
  readonly text: string;
}

/**
 * Whether the redirect URI is registered. The provider is asked to sign somebody in without a person (`prompt=none`): one
 * that knows the URI sends its error there (OpenID Connect Core, section 3.1.2.6), one that does not must not (RFC 6749,
 * section 4.1.2.1). Nothing that it leads to is followed.
 * @returns whether it is registered; and where the provider sent its answer there, what that says of the request
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
    cure: `Let the company register exactly ${redirectUri}; latchkey connection test ${account} --sign-in shows whether it is.`,
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
  const back = page.location !== null && isAt(redirectUri, page.location) ? page.location : null;
  if (back !== null || hasFormTo(redirectUri, page)) {
    const registered = passed('redirect_uri', `${host} sends people back to ${redirectUri}.`);
    return back === null ? [registered] : [registered, judgeAnswer(back)];
  }
  const isRefused = page.status >= 400 && page.status < 500;
  if (isRefused && SPEAKS_OF_IT.test(page.text)) {
    const what = `${host} refuses the redirect URI ${redirectUri}: it is not registered.`;
    return [failed('redirect_uri', what, register)];
  }
  const what = isRefused
    ? `${host} answers ${page.status}, and sends nobody back: ${redirectUri} is probably not registered.`
    : `Whether ${redirectUri} is registered could not be told: ${host} shows a page of its own (${page.status}).`;
  return [unknown('redirect_uri', what, register)];
}

/** As pages of providers call it. */
const SPEAKS_OF_IT = /redirect[ _-]?ur[il]|callback url|reply url/i;

/** @param location at the redirect URI */
function judgeAnswer({ searchParams, hash, origin }: URL): ProviderCheck {
  const name = 'authorization_request';
  const told = searchParams.has('error')
    ? searchParams
    : new URL(`?${hash.slice(1)}`, origin).searchParams;
  const error = told.get('error');
  if (error === null) return passed(name, 'The provider takes the request of a sign-in.');
  const description = told.get('error_description');
  const cause = causeOfAuthorizationError(error, description ?? '');
  const { says } = new ProviderError(cause, '', {
    says: { error, description, uri: told.get('error_uri') },
  });
  if (NEEDS_SOMEBODY.includes(cause)) {
    return passed(
      name,
      'The provider takes the request of a sign-in, and asks for a person.',
      says,
    );
  }
  const cure = CURES[cause];
  if (cure !== undefined) {
    const what = `The provider refuses the request of a sign-in: ${cause}.`;
    return failed(name, what, { cure, acts: 'company_it', says });
  }
  return unknown(
    name,
    'The provider refuses a sign-in without a person, and not for want of one.',
    {
      cure: 'Look at what it says. A sign-in with a person may still work.',
      acts: 'vendor',
      says,
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

/** With `form_post` an answer is a form that submits itself (OAuth 2.0 Form Post Response Mode). */
function hasFormTo(redirectUri: string, { status, text }: Page): boolean {
  return (
    status === 200 &&
    [`action="${redirectUri}"`, `action='${redirectUri}'`].some((one) => text.includes(one))
  );
}
