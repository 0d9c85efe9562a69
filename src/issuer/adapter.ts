import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Deps } from '../deps.ts';

/** Seconds that a record lives for which oidc-provider names no end. */
const FOREVER = 10 * 365 * 86_400;

/**
 * oidc-provider's storage on our store.
 * @param prefix keeps the records of two providers apart
 * @param findClient its OpenID clients, which are not records
 */
export function createAdapter(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  prefix: string,
  findClient: (clientId: string) => Promise<AdapterPayload | undefined>,
): (name: string) => Adapter {
  return (name) => {
    const kind = prefix + name;
    return {
      async upsert(id, payload, expiresIn = FOREVER) {
        const expiresAt = new Date(clock().getTime() + expiresIn * 1_000);
        // The id is the code, the token or the cookie itself: it is not kept, its hash is.
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
        // oidc-provider looks, then consumes: of two requests in between, this stops the second.
        if (payload === undefined) throw new errors.InvalidGrant('already consumed');
      },

      async destroy(id) {
        await store.records.delete(kind, id);
      },

      async revokeByGrantId(grantId) {
        await store.records.deleteByGrantId(grantId);
      },
    };
  };
}
