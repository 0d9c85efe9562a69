import type { Kysely, Selectable } from 'kysely';
import type { AdminToken } from '../../rules/admin-token.ts';
import type { Schema } from '../schema.ts';

export function adminTokenStore(db: Kysely<Schema>) {
  return {
    /** @param tokenHash the result of `hashAdminToken`: the token itself is not stored */
    async findByHash(tokenHash: string): Promise<AdminToken | undefined> {
      const row = await db
        .selectFrom('admin_tokens')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row && toAdminToken(row);
    },

    /** All tokens, newest first. An installation has few. */
    async list(): Promise<AdminToken[]> {
      const rows = await db
        .selectFrom('admin_tokens')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toAdminToken);
    },

    async create(token: {
      id: number;
      name: string;
      tokenHash: string;
      expiresAt: Date | null;
      now: Date;
    }): Promise<void> {
      await db
        .insertInto('admin_tokens')
        .values({
          id: token.id,
          name: token.name,
          token_hash: token.tokenHash,
          expires_at: token.expiresAt?.getTime() ?? null,
          revoked_at: null,
          created_at: token.now.getTime(),
        })
        .execute();
    },

    /** @returns false when there is no such token, or it was revoked before */
    async revoke(id: number, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('admin_tokens')
        .set({ revoked_at: now.getTime() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
  };
}

function toAdminToken(row: Selectable<Schema['admin_tokens']>): AdminToken {
  return {
    id: row.id,
    name: row.name,
    expires_at: row.expires_at === null ? null : new Date(row.expires_at),
    revoked_at: row.revoked_at === null ? null : new Date(row.revoked_at),
    created_at: new Date(row.created_at),
  };
}
