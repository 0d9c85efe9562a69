import type { Kysely } from 'kysely';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithSorted = Kysely<Schema & { sorted: Schema['versions'] & { overwrites: string } }>;

/**
 * Takes the uploads of new staged versions. Call it before these are stored.
 * @throws ChangedMeanwhile when one was taken or deleted
 */
export async function useStagedUploads(anyTable: AnyTable): Promise<void> {
  const db = anyTable as unknown as WithSorted;
  const wanted = db
    .selectFrom('sorted')
    .select('upload_id')
    .where('overwrites', '=', '')
    .where('upload_id', 'is not', null);
  const used = await db
    .updateTable('uploads')
    .set({ state: 'used' })
    .where('state', '=', 'uploaded')
    .where('id', 'in', wanted)
    .executeTakeFirstOrThrow();
  if (Number(used.numUpdatedRows) === (await wanted.execute()).length) return;
  throw new ChangedMeanwhile('An uploaded file was taken or deleted while the file was read.');
}
