import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** A server that runs on the database, and the secret keys that it has. */
export interface RunningServer {
  readonly id: string;
  /** For people: the machine and the process. */
  readonly name: string;
  /** The ids of its keys; the first one seals. */
  readonly secretKeyIds: readonly string[];
}

/** Milliseconds of silence after which a server is taken for one that ended: it says every ten seconds that it runs. */
export const GONE_AFTER = 60_000;

export function runningServerStore(db: Kysely<Schema>) {
  return {
    /** A server says that it runs. */
    async note({ id, name, secretKeyIds }: RunningServer, now: Date): Promise<void> {
      const row = { name, secret_key_ids: secretKeyIds.join(), seen_at: now.getTime() };
      await db
        .insertInto('running_servers')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    /** Those that run now. One that was killed is among them for a minute. */
    async list(now: Date): Promise<RunningServer[]> {
      const rows = await db
        .selectFrom('running_servers')
        .selectAll()
        .where('seen_at', '>', now.getTime() - GONE_AFTER)
        .orderBy('name')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        secretKeyIds: row.secret_key_ids.split(','),
      }));
    },

    /** A server says that it ends. */
    async remove(id: string): Promise<void> {
      await db.deleteFrom('running_servers').where('id', '=', id).execute();
    },

    /** Those that ended without saying so. */
    async deleteExpired(before: Date): Promise<void> {
      await db.deleteFrom('running_servers').where('seen_at', '<', before.getTime()).execute();
    },
  };
}
