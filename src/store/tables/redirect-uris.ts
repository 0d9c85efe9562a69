import type { Kysely } from 'kysely';
import type { RedirectUri } from '../../rules/customer-account.ts';
import type { Schema } from '../schema.ts';

/** The redirect URIs of customer accounts, in alphabetical order. */
export function redirectUriStore(db: Kysely<Schema>) {
  return {
    /** @returns the URIs by account id; accounts without any are missing */
    async findOf(accountIds: readonly number[]): Promise<Map<number, RedirectUri[]>> {
      const found = new Map<number, RedirectUri[]>();
      if (accountIds.length === 0) return found;
      const rows = await db
        .selectFrom('redirect_uris')
        .selectAll()
        .where('customer_account_id', 'in', accountIds)
        .orderBy('uri')
        .execute();
      for (const { customer_account_id: id, uri, is_default: isDefault } of rows) {
        const uris = found.get(id) ?? [];
        found.set(id, [...uris, { uri, is_default: isDefault === 1 }]);
      }
      return found;
    },

    /** Replaces all redirect URIs of an account. */
    async replace(accountId: number, uris: readonly RedirectUri[]): Promise<void> {
      await db.deleteFrom('redirect_uris').where('customer_account_id', '=', accountId).execute();
      if (uris.length === 0) return;
      await db
        .insertInto('redirect_uris')
        .values(
          uris.map(({ uri, is_default: isDefault }) => ({
            customer_account_id: accountId,
            uri,
            is_default: Number(isDefault),
          })),
        )
        .execute();
    },
  };
}
