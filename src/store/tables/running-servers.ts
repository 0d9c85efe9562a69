import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** A server that uses the database, with its secret keys. */
export interface RunningServer {
  readonly id: string;
  /** For people: the machine and the process. */
  readonly name: string;
  /** The ids of its keys; the first one seals. */
  readonly secretKeyIds: readonly string[];
}

/** Milliseconds without a heartbeat after which a server counts as ended. Heartbeats come every ten seconds. */
const HEARTBEAT_TIMEOUT = 60_000;

export function runningServerStore(db: Kysely<Schema>) {
  return {
    /** Stores a heartbeat of a server. */
    async heartbeat({ id, name, secretKeyIds }: RunningServer, now: Date): Promise<void> {
      const row = { name, secret_key_ids: secretKeyIds.join(), seen_at: now.getTime() };
      await db
        .insertInto('running_servers')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    /** Lists the running servers. One that was killed stays among them for a minute. */
    async list(now: Date): Promise<RunningServer[]> {
      const rows = await db
        .selectFrom('running_servers')
        .selectAll()
        .where('seen_at', '>', now.getTime() - HEARTBEAT_TIMEOUT)
        .orderBy('name')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        secretKeyIds: row.secret_key_ids.split(','),
      }));
    },

    /** Removes a server that shuts down. */
    async remove(id: string): Promise<void> {
      await db.deleteFrom('running_servers').where('id', '=', id).execute();
    },

    /** Removes servers whose last heartbeat is older than this. */
    async deleteExpired(before: Date): Promise<void> {
      await db.deleteFrom('running_servers').where('seen_at', '<', before.getTime()).execute();
    },
  };
}
