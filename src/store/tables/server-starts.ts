import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export function serverStartStore(db: Kysely<Schema>) {
  return {
    /** Counts a start. @returns the new count, which no other start gets */
    async count(): Promise<number> {
      const { count } = await db
        .updateTable('server_starts')
        .set((eb) => ({ count: eb('count', '+', 1) }))
        .returning('count')
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}
