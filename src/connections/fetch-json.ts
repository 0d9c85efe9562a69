import type { ReadableHeaders } from './clock-check.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { sanitizeProviderText } from './provider-text.ts';

/** A JSON object from a URL of a provider, or why there is none. */
export type FetchedJson = { readonly headers: ReadableHeaders; readonly status: number } & (
  { readonly json: Record<string, unknown> } | { readonly fault: string }
);

/**
 * Fetches a discovery document or a key set. The media type is ignored, because some providers serve these documents as
 * `text/plain`.
 * @throws the error of `providerFetch`
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
    const target = sanitizeProviderText(location) ?? 'nowhere';
    const fault = `responds with ${status} and redirects to ${target}; redirects are not followed`;
    return { headers, status, fault };
  }
  if (status !== 200) return { headers, status, fault: `responds with ${status}` };
  const json: unknown = await response.json().catch(() => undefined);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const type = sanitizeProviderText(headers.get('content-type')) ?? 'no media type';
    return { headers, status, fault: `responds with ${type}, not with a JSON object` };
  }
  return { headers, status, json: json as Record<string, unknown> };
}
