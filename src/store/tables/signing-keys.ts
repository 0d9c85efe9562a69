import type { Kysely } from 'kysely';
import type { Key, Purpose } from '../../rules/key-schedule.ts';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

const secretOf = (kid: string) => ({ table: 'signing_keys', column: 'secret', row: kid });

export function signingKeyStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    /** Lists the keys that have not expired. */
    async list(now: Date): Promise<Key[]> {
      const rows = await db
        .selectFrom('signing_keys')
        .selectAll()
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now.getTime())]))
        .orderBy('purpose')
        .orderBy('generation')
        .execute();
      return rows.map((row) => ({
        purpose: row.purpose as Purpose,
        generation: row.generation,
        kid: row.kid,
        secret: sealing.open(row.secret, secretOf(row.kid)),
        createdAt: new Date(row.created_at),
        activatesAt: new Date(row.activates_at),
        expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
      }));
    },

    /** @returns false when there is a key of that purpose and generation already */
    async add(key: Key): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('signing_keys')
        .values({
          purpose: key.purpose,
          generation: key.generation,
          kid: key.kid,
          secret: sealing.seal(key.secret, secretOf(key.kid)),
          created_at: key.createdAt.getTime(),
          activates_at: key.activatesAt.getTime(),
          expires_at: key.expiresAt?.getTime() ?? null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    /** Lets the keys before this one expire at a time, unless they expire earlier. */
    async expireBefore(
      { purpose, generation }: Pick<Key, 'purpose' | 'generation'>,
      expiresAt: Date,
    ): Promise<void> {
      const time = expiresAt.getTime();
      await db
        .updateTable('signing_keys')
        .set({ expires_at: time })
        .where('purpose', '=', purpose)
        .where('generation', '<', generation)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', time)]))
        .execute();
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('signing_keys').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
