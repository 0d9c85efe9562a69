import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

/** Data that expires: a browser session, an interaction, a code, a token, a pending sign-in. */
export type StoredRecord = Record<string, unknown>;

/** What records can be found or deleted by, besides their id. */
export interface RecordKeys {
  readonly grantId?: string | undefined;
  /** In place of a grant: the record is deleted when the identity provider of this account changes. */
  readonly customerAccountId?: number | undefined;
  readonly uid?: string | undefined;
}

export interface FoundRecord {
  readonly payload: StoredRecord;
  readonly expiresAt: Date;
  readonly consumedAt: Date | null;
}

/** Ids are bearer secrets (codes, tokens, cookies), so only their hash is stored. */
const hash = (id: string) => createHash('sha256').update(id).digest('base64url');

/** Payloads are sealed: some hold secrets that open a session or redeem a code. */
const payloadOf = (kind: string, idHash: string) => ({
  table: 'records',
  column: 'payload',
  row: `${kind}/${idHash}`,
});

export function recordStore(db: Kysely<Schema>, sealing: Sealing) {
  const read = (kind: string, row: { id: string; payload: string }) =>
    JSON.parse(sealing.open(row.payload, payloadOf(kind, row.id))) as StoredRecord;

  return {
    /** Stores a record. Overwrites one with the same id. */
    async put(
      kind: string,
      id: string,
      payload: StoredRecord,
      expiresAt: Date,
      keys: RecordKeys = {},
    ): Promise<void> {
      const idHash = hash(id);
      const row = {
        payload: sealing.seal(JSON.stringify(payload), payloadOf(kind, idHash)),
        grant_id: keys.grantId ?? accountGroup(keys.customerAccountId),
        uid: keys.uid ?? null,
        expires_at: expiresAt.getTime(),
      };
      await db
        .insertInto('records')
        .values({ kind, id: idHash, ...row, consumed_at: null })
        .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(row))
        .execute();
    },

    /** Finds a record, also when it was consumed or has expired. */
    async find(kind: string, id: string): Promise<FoundRecord | undefined> {
      const row = await db
        .selectFrom('records')
        .select(['id', 'payload', 'expires_at', 'consumed_at'])
        .where('kind', '=', kind)
        .where('id', '=', hash(id))
        .executeTakeFirst();
      return (
        row && {
          payload: read(kind, row),
          expiresAt: new Date(row.expires_at),
          consumedAt: row.consumed_at === null ? null : new Date(row.consumed_at),
        }
      );
    },

    async findByUid(kind: string, uid: string, now: Date): Promise<StoredRecord | undefined> {
      const row = await db
        .selectFrom('records')
        .select(['id', 'payload'])
        .where('uid', '=', uid)
        .where('kind', '=', kind)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      return row && read(kind, row);
    },

    /** Marks a record as consumed. When several callers ask at once, one gets the record, and the others undefined. */
    async consume(kind: string, id: string, now: Date): Promise<StoredRecord | undefined> {
      const row = await db
        .updateTable('records')
        .set({ consumed_at: now.getTime() })
        .where('kind', '=', kind)
        .where('id', '=', hash(id))
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now.getTime())
        .returning(['id', 'payload'])
        .executeTakeFirst();
      return row && read(kind, row);
    },

    async delete(kind: string, id: string): Promise<void> {
      await db.deleteFrom('records').where('kind', '=', kind).where('id', '=', hash(id)).execute();
    },

    /** Marks a record as consumed, and lets it expire soon. */
    async retire(kind: string, id: string, now: Date, expiresAt: Date): Promise<void> {
      await db
        .updateTable('records')
        .set({ consumed_at: now.getTime(), expires_at: expiresAt.getTime() })
        .where('kind', '=', kind)
        .where('id', '=', hash(id))
        .execute();
    },

    async deleteByGrantId(grantId: string): Promise<void> {
      await db.deleteFrom('records').where('grant_id', '=', grantId).execute();
    },

    async deleteOfAccount(id: number): Promise<void> {
      await db.deleteFrom('records').where('grant_id', '=', accountGroup(id)).execute();
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('records').where('expires_at', '<', now.getTime()).execute();
    },
  };
}

/** The `grant_id` of records that belong to a customer account. */
function accountGroup(id: number | undefined): string | null {
  return id === undefined ? null : `customer-account/${id}`;
}
