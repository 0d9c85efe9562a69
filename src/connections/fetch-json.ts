import type { SomeHeaders } from './clock-check.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { providerText } from './provider-text.ts';

/** What stood at a URL of a provider: an object in JSON, or why it is none. */
export type FetchedJson = { readonly headers: SomeHeaders; readonly status: number } & (
  { readonly json: Record<string, unknown> } | { readonly why: string }
);

/**
 * Fetches a discovery document or a key set, for a sign-in and for the test of a connection alike. The media type does
 * not matter: providers serve such documents as files, as `text/plain` too.
 * @throws whatever the fetch throws
 */
export async function fetchJson(
  providerFetch: ProviderFetch,
  url: URL,
  signal?: AbortSignal,
): Promise<FetchedJson> {
  const response = await providerFetch(url.href, {
    ...(signal === undefined ? {} : { signal }),
    headers: { Accept: 'application/json, application/jwk-set+json' },
  });
  const { status, headers } = response;
  const location = headers.get('location');
  if (location !== null) {
    const why = `answers ${status} and leads on to ${providerText(location) ?? 'nowhere'}, which is not followed`;
    return { headers, status, why };
  }
  if (status !== 200) return { headers, status, why: `answers ${status}` };
  const json: unknown = await response.json().catch(() => undefined);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const type = providerText(headers.get('content-type')) ?? 'no media type';
    return { headers, status, why: `answers ${type}, and no object in JSON` };
  }
  return { headers, status, json: json as Record<string, unknown> };
}
