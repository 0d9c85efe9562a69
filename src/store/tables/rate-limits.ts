import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** A counter, until it expires. */
export interface Count {
  readonly points: number;
  readonly expiresAt: Date;
}

/** Keys contain e-mail and IP addresses, so only their hash is stored. */
const hash = (key: string) => createHash('sha256').update(key).digest('base64url');

export function rateLimitStore(db: Kysely<Schema>) {
  return {
    /**
     * Adds points to a counter, in one statement: no points are lost when several servers add at once.
     * @param expiresAt for a new counter, or one that has expired
     * @returns the counter after the addition
     */
    async add(key: string, points: number, expiresAt: Date, now: Date): Promise<Count> {
      const at = now.getTime();
      const row = await db
        .insertInto('rate_limits')
        .values({ key: hash(key), points, expires_at: expiresAt.getTime() })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({
            points: eb
              .case()
              .when('rate_limits.expires_at', '>', at)
              .then(eb('rate_limits.points', '+', eb.ref('excluded.points')))
              .else(eb.ref('excluded.points'))
              .end(),
            expires_at: eb
              .case()
              .when('rate_limits.expires_at', '>', at)
              .then(eb.ref('rate_limits.expires_at'))
              .else(eb.ref('excluded.expires_at'))
              .end(),
          })),
        )
        .returning(['points', 'expires_at'])
        .executeTakeFirstOrThrow();
      return { points: row.points, expiresAt: new Date(row.expires_at) };
    },

    async find(key: string, now: Date): Promise<Count | undefined> {
      const row = await db
        .selectFrom('rate_limits')
        .select(['points', 'expires_at'])
        .where('key', '=', hash(key))
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      return row && { points: row.points, expiresAt: new Date(row.expires_at) };
    },

    /** @returns false when there was no such counter */
    async delete(key: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('rate_limits')
        .where('key', '=', hash(key))
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('rate_limits').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
