import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';
import { keptAnswers } from './kept-answers.ts';

/** The file that a device was activated with. */
export interface OfflineActivation {
  /** By the clock of the device. */
  readonly requestedAt: Date;
  readonly schema: number;
}

/** Request files of devices without a network: each is carried out once. */
export function offlineRequestStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    ...keptAnswers(db, sealing, 'offline_requests'),

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
  };
}
