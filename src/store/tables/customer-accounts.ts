import type { Kysely, Selectable } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { AccountOverview, Connection, CustomerAccount } from '../../rules/customer-account.ts';
import { connectionStore } from './connections.ts';
import { deleteUnchanged } from '../delete-unchanged.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import { redirectUriStore } from './redirect-uris.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface CustomerAccountFilter {
  readonly code?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly connectionKind?: Connection['kind'] | 'none' | undefined;
}

type StoredAccount = Stored<AccountOverview>;

export function customerAccountStore(db: Kysely<Schema>, sealing: Sealing) {
  const connections = connectionStore(db, sealing);
  const redirectUris = redirectUriStore(db);

  return {
    /** Reads an account with its connection, for a sign-in. */
    async findByCode(code: string): Promise<CustomerAccount | undefined> {
      const row = await db
        .selectFrom('customer_accounts')
        .selectAll()
        .where('code', '=', code)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        code: row.code,
        name: row.name,
        enabled: row.enabled === 1,
        connection: (await connections.find(row.id)) ?? null,
        redirectUris: (await redirectUris.findOf([row.id])).get(row.id) ?? [],
      };
    },

    async find(id: number): Promise<StoredAccount | undefined> {
      const row = await db
        .selectFrom('customer_accounts')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && one(row);
    },

    async list(filter: CustomerAccountFilter, page: PageRequest): Promise<Page<StoredAccount>> {
      const { connectionKind: kind, ...same } = filter;
      const connected = db
        .selectFrom('connections')
        .select('connections.customer_account_id')
        .whereRef('connections.customer_account_id', '=', 'customer_accounts.id' as never);
      const found = await readPage(
        db,
        'customer_accounts',
        (eb) => [
          ...equal(eb, same),
          ...(kind === undefined
            ? []
            : kind === 'none'
              ? [eb.not(eb.exists(connected))]
              : [eb.exists(connected.where('kind', '=', kind))]),
        ],
        page,
      );
      return { ...found, items: await all(found.items) };
    },

    async create(account: CustomerAccount, now: Date): Promise<StoredAccount> {
      const row = await db
        .insertInto('customer_accounts')
        .values({
          id: account.id,
          code: account.code,
          name: account.name,
          enabled: Number(account.enabled),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await redirectUris.replace(account.id, account.redirectUris);
      if (account.connection !== null) await connections.set(account.id, account.connection);
      return one(row);
    },

    /**
     * Stores a changed account.
     * @param account with the revision that it had when it was read
     * @returns the stored account; undefined when it has changed since it was read
     */
    async update(account: StoredAccount, now: Date): Promise<StoredAccount | undefined> {
      const row = await db
        .updateTable('customer_accounts')
        .set({
          name: account.name,
          enabled: Number(account.enabled),
          revision: account.revision + 1,
          updated_at: now.getTime(),
        })
        .where('id', '=', account.id)
        .where('revision', '=', account.revision)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await redirectUris.replace(account.id, account.redirectUris);
      return one(row);
    },

    /** True when the account has customers, or people have signed in to it, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      for (const table of ['customers', 'identities'] as const) {
        const row = await db
          .selectFrom(table)
          .select('customer_account_id')
          .where('customer_account_id', '=', id)
          .limit(1)
          .executeTakeFirst();
        if (row !== undefined) return true;
      }
      return false;
    },

    /**
     * Deletes an account, with its connection and redirect URIs. Call it in a transaction.
     * @returns false when the account has changed since it was read: then roll back
     */
    async delete(account: StoredAccount): Promise<boolean> {
      await connections.delete(account.id);
      await redirectUris.replace(account.id, []);
      return deleteUnchanged(db, 'customer_accounts', account);
    },
  };

  async function one(row: Selectable<Schema['customer_accounts']>): Promise<StoredAccount> {
    const [account] = await all([row]);
    return account as StoredAccount;
  }

  async function all(rows: Selectable<Schema['customer_accounts']>[]): Promise<StoredAccount[]> {
    const ids = rows.map(({ id }) => id);
    const uris = await redirectUris.findOf(ids);
    const kinds = await connections.findKindsOf(ids);
    return rows.map((row) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      enabled: row.enabled === 1,
      redirectUris: uris.get(row.id) ?? [],
      connectionKind: kinds.get(row.id) ?? null,
      ...storedFields(row),
    }));
  }
}
