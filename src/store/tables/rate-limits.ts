import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** How often something was counted, until it is forgotten. */
export interface Count {
  readonly points: number;
  readonly expiresAt: Date;
}

/** Keys name people and where they are: only their hash is kept. */
const hash = (key: string) => createHash('sha256').update(key).digest('base64url');

export function rateLimitStore(db: Kysely<Schema>) {
  return {
    /**
     * Counts. However many count at once, no count is lost.
     * @param expiresAt for the first count, and the first after one that has expired
     * @returns the count with these points
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

    /** @returns whether there was such a count */
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
