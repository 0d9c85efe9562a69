import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../../generated/openapi.d.ts';

/** Milliseconds to wait for a response. */
const TIMEOUT = 30_000;

/** A client of the Admin API. Paths, parameters and responses are typed by the contract. */
export type AdminClient = Client<paths>;

/**
 * Creates a client of the Admin API.
 * @param options.url the public URL of the server
 * @param options.token the admin token
 */
export function createAdminClient({ url, token }: { url: string; token: string }): AdminClient {
  return createClient<paths>({
    baseUrl: url.replace(/(?<!\/)\/+$/, ''),
    headers: { Authorization: `Bearer ${token}` },
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT) }),
  });
}
