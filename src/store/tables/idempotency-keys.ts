import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

/** An Idempotency-Key of an admin token. */
export interface IdempotencyKey {
  readonly adminTokenId: number;
  readonly key: string;
}

/** Answers show secrets once, and a plain hash of a request would let somebody guess at a password in it. */
const placeOf = (column: 'fingerprint' | 'reply', { adminTokenId, key }: IdempotencyKey) => ({
  table: 'idempotency_keys',
  column,
  row: `${adminTokenId}/${key}`,
});

export function idempotencyKeyStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    /**
     * Takes a key for a request. Of several that take it at once, one does, and the others wait for its transaction
     * and then get what it kept.
     * @param fingerprint a hash of the request
     * @returns what was kept under the key before; undefined when it is new
     */
    async take(
      name: IdempotencyKey,
      fingerprint: string,
      times: { now: Date; expiresAt: Date },
    ): Promise<{ fingerprint: string; reply: unknown } | undefined> {
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
      const kept = await db
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'reply'])
        .where('admin_token_id', '=', adminTokenId)
        .where('idempotency_key', '=', key)
        .executeTakeFirstOrThrow();
      return {
        fingerprint: sealing.open(kept.fingerprint, placeOf('fingerprint', name)),
        reply:
          kept.reply === null
            ? undefined
            : (JSON.parse(sealing.open(kept.reply, placeOf('reply', name))) as unknown),
      };
    },

    /** Keeps the answer for whoever sends the request again. Call it in the transaction that took the key. */
    async keep(name: IdempotencyKey, reply: unknown): Promise<void> {
      await db
        .updateTable('idempotency_keys')
        .set({ reply: sealing.seal(JSON.stringify(reply), placeOf('reply', name)) })
        .where('admin_token_id', '=', name.adminTokenId)
        .where('idempotency_key', '=', name.key)
        .execute();
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('idempotency_keys').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
