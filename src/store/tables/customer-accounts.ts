import type { Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import {
  type AccountOverview,
  type Connection,
  type CustomerAccount,
  customerAccountFields,
} from '../../rules/customer-account.ts';
import { connectionStore } from './connections.ts';
import type { Filter, Page, PageRequest } from '../pages.ts';
import { redirectUriStore } from './redirect-uris.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

export type CustomerAccountFilter = Filter<'customer_accounts'> & {
  readonly connection_kind?: Connection['kind'] | 'none' | undefined;
};

type StoredAccount = Stored<AccountOverview>;
/** Without what other tables keep of it. */
type Kept = Omit<StoredAccount, 'redirect_uris' | 'connection_kind'>;

export function customerAccountStore(db: Kysely<Schema>, sealing: Sealing) {
  const table = revisedTable(db, 'customer_accounts', customerAccountFields);
  const connections = connectionStore(db, sealing);
  const redirectUris = redirectUriStore(db);

  return {
    /** Reads an account with its connection, for a sign-in. */
    async findByCode(code: string): Promise<CustomerAccount | undefined> {
      const account = await table.findBy('code', code);
      if (account === undefined) return undefined;
      return {
        ...account,
        connection: (await connections.find(account.id)) ?? null,
        redirect_uris: (await redirectUris.findOf([account.id])).get(account.id) ?? [],
      };
    },

    async find(id: number): Promise<StoredAccount | undefined> {
      const account = await table.find(id);
      return account && overviewOf(account);
    },

    async list(filter: CustomerAccountFilter, page: PageRequest): Promise<Page<StoredAccount>> {
      const { connection_kind: kind, ...values } = filter;
      const connected = db
        .selectFrom('connections')
        .select('connections.customer_account_id')
        .whereRef('connections.customer_account_id', '=', 'customer_accounts.id' as never);
      const found = await table.list(values, page, (eb) => {
        if (kind === undefined) return [];
        if (kind === 'none') return [eb.not(eb.exists(connected))];
        return [eb.exists(connected.where('kind', '=', kind))];
      });
      return { ...found, items: await overviewsOf(found.items) };
    },

    async create(account: CustomerAccount, now: Date): Promise<StoredAccount> {
      const stored = await table.create(account, now);
      await redirectUris.replace(account.id, account.redirect_uris);
      if (account.connection !== null) await connections.set(account.id, account.connection);
      return overviewOf(stored);
    },

    /**
     * Keeps an account that was changed.
     * @param account with the revision that it had when it was read
     * @returns the stored account; undefined when it has changed since it was read
     */
    async update(account: StoredAccount, now: Date): Promise<StoredAccount | undefined> {
      const after = await table.update(account, now);
      if (after === undefined) return undefined;
      await redirectUris.replace(account.id, account.redirect_uris);
      return overviewOf(after);
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
      return table.delete(account);
    },
  };

  async function overviewOf(account: Kept): Promise<StoredAccount> {
    const [overview] = await overviewsOf([account]);
    return overview as StoredAccount;
  }

  async function overviewsOf(accounts: readonly Kept[]): Promise<StoredAccount[]> {
    const ids = accounts.map(({ id }) => id);
    const uris = await redirectUris.findOf(ids);
    const kinds = await connections.findKindsOf(ids);
    return accounts.map((account) => ({
      ...account,
      redirect_uris: uris.get(account.id) ?? [],
      connection_kind: kinds.get(account.id) ?? null,
    }));
  }
}
