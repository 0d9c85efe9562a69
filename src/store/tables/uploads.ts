import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../schema.ts';

/** An installation file that was uploaded into the data folder. */
export interface Upload {
  readonly id: number;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly hash_md5: string;
  /** Hexadecimal. */
  readonly hash_sha256: string;
}

/** `uploaded` until a version uses it; `discarded` when it is to be deleted. */
type State = 'uploaded' | 'used' | 'discarded';

/** The files in the data folder. Each change of a state happens once, even when requests arrive at the same time. */
export function uploadStore(db: Kysely<Schema>) {
  return {
    /** Stores a file that was uploaded. Call it before the file gets its name, so that it is never left over. */
    async create(file: Upload, now: Date): Promise<void> {
      await db
        .insertInto('uploads')
        .values({ ...file, state: 'uploaded' satisfies State, created_at: now.getTime() })
        .execute();
    },

    /**
     * Takes an uploaded file for a version.
     * @param since files that were uploaded before are not taken
     * @returns undefined when there is none, or a version has it
     */
    async use(id: number, since: Date): Promise<Upload | undefined> {
      const row = await db
        .updateTable('uploads')
        .set({ state: 'used' satisfies State })
        .where('id', '=', id)
        .where('state', '=', 'uploaded' satisfies State)
        .where('created_at', '>=', since.getTime())
        .returningAll()
        .executeTakeFirst();
      return row && toUpload(row);
    },

    /** Marks a file that no version uses any more. It is to be deleted then, and after that forgotten. */
    async discard(id: number): Promise<void> {
      await db
        .updateTable('uploads')
        .set({ state: 'discarded' satisfies State })
        .where('id', '=', id)
        .execute();
    },

    /** Marks the files that were uploaded before and that no version uses. */
    async discardUnused(before: Date): Promise<void> {
      await db
        .updateTable('uploads')
        .set({ state: 'discarded' satisfies State })
        .where('state', '=', 'uploaded' satisfies State)
        .where('created_at', '<', before.getTime())
        .execute();
    },

    /** The ids of files to delete. */
    async listDiscarded(): Promise<number[]> {
      const rows = await db
        .selectFrom('uploads')
        .select('id')
        .where('state', '=', 'discarded' satisfies State)
        .orderBy('created_at', 'desc')
        .limit(100)
        .execute();
      return rows.map(({ id }) => id);
    },

    /** Forgets a file that was deleted. */
    async forget(id: number): Promise<void> {
      await db
        .deleteFrom('uploads')
        .where('id', '=', id)
        .where('state', '=', 'discarded' satisfies State)
        .execute();
    },
  };
}

function toUpload({ id, filename, size, hash_md5, hash_sha256 }: Selectable<Schema['uploads']>) {
  return { id, filename, size, hash_md5, hash_sha256 };
}
