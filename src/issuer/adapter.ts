import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Deps } from '../deps.ts';

/** Milliseconds for which the form of an interaction can be sent again after the first was continued. */
const SENT_AGAIN = 30_000;
/** Lifetime in seconds of records without an expiry. */
const DEFAULT_LIFETIME = 10 * 365 * 86_400;

/**
 * The storage adapter of oidc-provider.
 * @param prefix separates the records of two providers
 * @param findClient finds OpenID clients, which are not records
 */
export function createAdapter(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  prefix: string,
  findClient: (clientId: string) => Promise<AdapterPayload | undefined>,
): (name: string) => Adapter {
  return (name) => {
    const kind = prefix + name;
    return {
      async upsert(id, payload, expiresIn = DEFAULT_LIFETIME) {
        const expiresAt = new Date(clock().getTime() + expiresIn * 1_000);
        // The ID is the code, token or cookie itself: only its hash is stored.
        const rest = { ...payload };
        delete rest.jti;
        const keys = { grantId: payload.grantId, uid: payload.uid };
        await store.records.put(kind, id, rest, expiresAt, keys);
      },

      async find(id) {
        if (name === 'Client') return findClient(id);
        const record = await store.records.find(kind, id);
        if (record === undefined || record.expiresAt <= clock()) return undefined;
        const consumed = record.consumedAt === null ? {} : { consumed: true };
        return { ...record.payload, jti: id, ...consumed };
      },

      async findByUid(uid) {
        return store.records.findByUid(kind, uid, clock());
      },

      findByUserCode: () => Promise.resolve(undefined),

      async consume(id) {
        const payload = await store.records.consume(kind, id, clock());
        // oidc-provider finds, then consumes: this refuses the second of two requests at the same time.
        if (payload === undefined) throw new errors.InvalidGrant('already consumed');
      },

      async destroy(id) {
        if (name !== 'Interaction') return store.records.delete(kind, id);
        // A form that is sent twice, as by a double click, finishes its interaction twice.
        const now = clock();
        await store.records.retire(kind, id, now, new Date(now.getTime() + SENT_AGAIN));
      },

      async revokeByGrantId(grantId) {
        await store.records.deleteByGrantId(grantId);
      },
    };
  };
}

/** True when an interaction of our issuer has been finished and continued. */
export async function wasContinued(
  { store }: Pick<Deps, 'store'>,
  { uid }: { readonly uid: string },
): Promise<boolean> {
  const record = await store.records.find('Interaction', uid);
  return record !== undefined && record.consumedAt !== null;
}
