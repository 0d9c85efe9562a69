import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

/** The file that a device was activated with. */
export interface OfflineActivation {
  /** By the clock of the device. */
  readonly requestedAt: Date;
  readonly schema: number;
}

/** Both are sealed: a license may hold secrets, and from a plain hash of a file a password could be guessed. */
const placeOf = (column: 'fingerprint' | 'reply', id: string) => ({
  table: 'offline_requests',
  column,
  row: id,
});

/** Request files of devices without a network: each is carried out once. */
export function offlineRequestStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    /**
     * Reserves a request file. When a file is sent several times at once, the others wait for the transaction of the first
     * and get its answer.
     * @param id identifies the file
     * @param fingerprint a hash of the file
     * @returns what was stored for this ID before; undefined for a new file
     */
    async take(
      id: string,
      fingerprint: string,
      { now, expiresAt }: { now: Date; expiresAt: Date },
    ): Promise<{ fingerprint: string; reply: unknown } | undefined> {
      await db
        .deleteFrom('offline_requests')
        .where('id', '=', id)
        .where('expires_at', '<=', now.getTime())
        .execute();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('offline_requests')
        .values({
          id,
          fingerprint: sealing.seal(fingerprint, placeOf('fingerprint', id)),
          reply: null,
          expires_at: expiresAt.getTime(),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return undefined;
      const stored = await db
        .selectFrom('offline_requests')
        .select(['fingerprint', 'reply'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return {
        fingerprint: sealing.open(stored.fingerprint, placeOf('fingerprint', id)),
        reply:
          stored.reply === null
            ? undefined
            : (JSON.parse(sealing.open(stored.reply, placeOf('reply', id))) as unknown),
      };
    },

    /** Stores the answer for repeats of a file. Call it in the transaction that reserved it. */
    async keep(id: string, reply: unknown): Promise<void> {
      await db
        .updateTable('offline_requests')
        .set({ reply: sealing.seal(JSON.stringify(reply), placeOf('reply', id)) })
        .where('id', '=', id)
        .execute();
    },

    /** Stores which file a device was activated with, unless it was activated with a later one. */
    async recordActivation(
      device: { licenseId: number; hardwareId: string },
      { requestedAt, schema }: OfflineActivation,
    ): Promise<void> {
      await db
        .updateTable('devices')
        .set({ offline_requested_at: requestedAt.getTime(), offline_schema: schema })
        .where('license_id', '=', device.licenseId)
        .where('hardware_id', '=', device.hardwareId)
        .where((eb) =>
          eb.or([
            eb('offline_requested_at', 'is', null),
            eb('offline_requested_at', '<=', requestedAt.getTime()),
          ]),
        )
        .execute();
    },

    /** Finds the last file that a device was activated with. */
    async findActivation(deviceId: number): Promise<OfflineActivation | undefined> {
      const row = await db
        .selectFrom('devices')
        .select(['offline_requested_at', 'offline_schema'])
        .where('id', '=', deviceId)
        .executeTakeFirst();
      const { offline_requested_at: time = null, offline_schema: schema = null } = row ?? {};
      if (time === null || schema === null) return undefined;
      return { requestedAt: new Date(time), schema };
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('offline_requests').where('expires_at', '<', now.getTime()).execute();
    },
  };
}
