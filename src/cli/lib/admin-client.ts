import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../../generated/openapi.d.ts';

/** Milliseconds for one answer. */
const TIMEOUT = 30_000;

/** The Admin API: every path, parameter and answer has the type that the contract gives it. */
export type AdminClient = Client<paths>;

/**
 * Calls the Admin API of a server.
 * @param options.url the server's public URL
 * @param options.token of `latchkey admin-token create`
 */
export function createAdminClient({ url, token }: { url: string; token: string }): AdminClient {
  return createClient<paths>({
    baseUrl: url.replace(/(?<!\/)\/+$/, ''),
    headers: { Authorization: `Bearer ${token}` },
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT) }),
  });
}
