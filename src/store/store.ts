import { Kysely } from 'kysely';
import { apiKeyStore } from './api-keys.ts';
import { customerAccountStore } from './customer-accounts.ts';
import { customerStore } from './customers.ts';
import { identityStore } from './identities.ts';
import { licenseUserStore } from './license-users.ts';
import { licenseStore } from './licenses.ts';
import { migrate } from './migrate.ts';
import { productStore } from './products.ts';
import { recordStore } from './records.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { tokenUseStore } from './token-uses.ts';

/** All that Latchkey keeps. Within `transaction`, either everything that `work` stores is kept or nothing. */
export type Store = ReturnType<typeof bind> & {
  transaction<T>(work: (store: Omit<Store, 'transaction' | 'close'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

function bind(db: Kysely<Schema>) {
  return {
    products: productStore(db),
    apiKeys: apiKeyStore(db),
    customerAccounts: customerAccountStore(db),
    customers: customerStore(db),
    licenseUsers: licenseUserStore(db),
    licenses: licenseStore(db),
    identities: identityStore(db),
    records: recordStore(db),
    tokenUses: tokenUseStore(db),
    /** @throws when the database does not answer */
    async ping(): Promise<void> {
      // A `select 1` never looks at the file: it succeeds on a broken one.
      await db.selectFrom('products').select('id').limit(1).execute();
    },
  };
}

/**
 * Opens the embedded database and brings its tables up to date.
 * @param file the database file, made when it is missing
 * @param patience milliseconds to wait for another process's write lock
 */
export async function openStore(file: string, patience?: number): Promise<Store> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(file, patience) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...bind(db),
    transaction: (work) => db.transaction().execute((transaction) => work(bind(transaction))),
    close: () => db.destroy(),
  };
}

/**
 * Whether an error means that the database cannot serve now (busy, locked, full, unwritable, failing disk, closed)
 * rather than that the program is wrong. SQLite result codes 5, 6, 8, 10, 13 and 14.
 */
export function isUnavailable(error: unknown): boolean {
  const { errcode, message } = (error ?? {}) as { errcode?: unknown; message?: unknown };
  // Kysely's words, as it has no code for a database that was closed.
  if (message === 'driver has already been destroyed') return true;
  return typeof errcode === 'number' && [5, 6, 8, 10, 13, 14].includes(errcode & 0xff);
}
