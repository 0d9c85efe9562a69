import type { Deps } from '../deps.ts';
import type { KnownClient } from '../rules/oauth-client.ts';

/** Milliseconds for which a client is not read again. Changes of a client take effect within this time. */
const KNOWN_FOR = 1_000;
/** The number of clients in memory. The one that was read first is dropped. */
const MOST_CLIENTS = 1_000;

export type FindClient = (clientId: string) => Promise<KnownClient | undefined>;

/**
 * Creates a function that finds clients by their client ID, and reads each from the database once a second at most. An
 * access token proves the client ID, so what is left to read changes rarely.
 */
export function createKnownClients({ store, clock }: Pick<Deps, 'store' | 'clock'>): FindClient {
  const known = new Map<string, { client: ReturnType<FindClient>; readAt: number }>();

  return async (clientId) => {
    const now = clock().getTime();
    const found = known.get(clientId);
    if (found !== undefined && Math.abs(now - found.readAt) < KNOWN_FOR) return found.client;
    const client = store.oauthClients.findByClientId(clientId);
    known.delete(clientId);
    known.set(clientId, { client, readAt: now });
    const [oldest = clientId] = known.keys();
    if (known.size > MOST_CLIENTS) known.delete(oldest);
    client.catch(() => known.delete(clientId));
    return client;
  };
}
