import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

/** An `Idempotency-Key` header of a request with an admin token. */
export interface IdempotencyKey {
  readonly adminTokenId: number;
  readonly key: string;
}

/** Both are sealed: responses may hold new secrets, and from a plain hash of a request a password could be guessed. */
const placeOf = (column: 'fingerprint' | 'reply', { adminTokenId, key }: IdempotencyKey) => ({
  table: 'idempotency_keys',
  column,
  row: `${adminTokenId}/${key}`,
});

export function idempotencyKeyStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    /**
     * Reserves a key for a request. When several requests have the same key at once, the others wait for the transaction
     * of the first and get its response.
     * @param fingerprint a hash of the request
     * @returns what was stored with the key before; undefined for a new key
     */
    async take(
      name: IdempotencyKey,
      fingerprint: string,
      times: { now: Date; expiresAt: Date },
    ): Promise<{ fingerprint: string; response: unknown } | undefined> {
      const { now, expiresAt } = times;
      const { adminTokenId, key } = name;
      await db
        .deleteFrom('idempotency_keys')
        .where('admin_token_id', '=', adminTokenId)
        .where('idempotency_key', '=', key)
        .where('expires_at', '<=', now.getTime())
        .execute();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('idempotency_keys')
        .values({
          admin_token_id: adminTokenId,
          idempotency_key: key,
          fingerprint: sealing.seal(fingerprint, placeOf('fingerprint', name)),
          reply: null,
          expires_at: expiresAt.getTime(),
        })
        .onConflict((conflict) =>
          conflict.columns(['admin_token_id', 'idempotency_key']).doNothing(),
        )
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return undefined;
      const stored = await db
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'reply'])
        .where('admin_token_id', '=', adminTokenId)
        .where('idempotency_key', '=', key)
        .executeTakeFirstOrThrow();
      return {
        fingerprint: sealing.open(stored.fingerprint, placeOf('fingerprint', name)),
        response:
          stored.reply === null
            ? undefined
            : (JSON.parse(sealing.open(stored.reply, placeOf('reply', name))) as unknown),
      };
    },

    /** Stores the response for repeats of the request. Call it in the transaction that reserved the key. */
    async keep(name: IdempotencyKey, response: unknown): Promise<void> {
      await db
        .updateTable('idempotency_keys')
        .set({ reply: sealing.seal(JSON.stringify(response), placeOf('reply', name)) })
        .where('admin_token_id', '=', name.adminTokenId)
        .where('idempotency_key', '=', name.key)
        .execute();
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('idempotency_keys').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
