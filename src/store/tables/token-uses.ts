import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export function tokenUseStore(db: Kysely<Schema>) {
  return {
    /**
     * Ties a sign-in to the first device that it is used for.
     * @param id identifies the sign-in
     * @returns false when the sign-in was used for another device
     */
    async claim(id: string, hardwareId: string, expiresAt: Date): Promise<boolean> {
      await db
        .insertInto('token_uses')
        .values({ id, hardware_id: hardwareId, expires_at: expiresAt.getTime() })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      const row = await db
        .selectFrom('token_uses')
        .select('hardware_id')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return row.hardware_id === hardwareId;
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('token_uses').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
