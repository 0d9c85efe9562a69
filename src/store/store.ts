import { Kysely } from 'kysely';
import type { Sealing } from '../security/sealing.ts';
import { adminTokenStore } from './admin-tokens.ts';
import { apiKeyStore } from './api-keys.ts';
import { auditLog } from './audit-log.ts';
import { customerAccountStore } from './customer-accounts.ts';
import { customerStore } from './customers.ts';
import { idempotencyKeyStore } from './idempotency-keys.ts';
import { identityStore } from './identities.ts';
import { licenseUserStore } from './license-users.ts';
import { licenseStore } from './licenses.ts';
import { migrate } from './migrate.ts';
import { productStore } from './products.ts';
import { recordStore } from './records.ts';
import type { Schema } from './schema.ts';
import { resealAll } from './sealed-columns.ts';
import { checkSecretKey } from './secret-key-check.ts';
import { forgetOverwritten, sqliteDialect } from './sqlite-dialect.ts';
import { tokenUseStore } from './token-uses.ts';

/** What is kept, a property for each kind of thing. */
export type Tables = ReturnType<typeof bind>;

/** All that Latchkey keeps. Within `transaction`, either everything that `work` stores is kept or nothing. */
export type Store = Tables & {
  transaction<T>(work: (store: Tables) => Promise<T>): Promise<T>;
  /**
   * Seals anew, with the first secret key, whatever is sealed with another.
   * @returns how many values there were
   */
  reseal(): Promise<number>;
  close(): Promise<void>;
};

function bind(db: Kysely<Schema>, sealing: Sealing) {
  return {
    products: productStore(db),
    apiKeys: apiKeyStore(db, sealing),
    adminTokens: adminTokenStore(db),
    audit: auditLog(db),
    customerAccounts: customerAccountStore(db, sealing),
    customers: customerStore(db),
    licenseUsers: licenseUserStore(db),
    licenses: licenseStore(db),
    identities: identityStore(db),
    records: recordStore(db, sealing),
    tokenUses: tokenUseStore(db),
    idempotencyKeys: idempotencyKeyStore(db, sealing),
    /** @throws when the database does not answer */
    async ping(): Promise<void> {
      // A `select 1` never looks at the file: it succeeds on a broken one.
      await db.selectFrom('products').select('id').limit(1).execute();
    },
  };
}

export interface StoreOptions {
  /** Seals the secrets among what is kept. */
  readonly sealing: Sealing;
  /** Milliseconds to wait for another process's write lock. */
  readonly patience?: number | undefined;
}

/**
 * Opens the embedded database and brings its tables up to date.
 * @param file the database file, made when it is missing
 * @throws SecretKeyError where the database was sealed with another key
 */
export async function openStore(file: string, { sealing, patience }: StoreOptions): Promise<Store> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(file, patience) });
  try {
    if (await migrate(db, sealing)) await forgetOverwritten(db);
    await checkSecretKey(db, sealing);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...bind(db, sealing),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(bind(transaction, sealing))),
    reseal: () => resealAll(db, sealing),
    close: () => db.destroy(),
  };
}

/** Whether an error means that there is a row with that key already. SQLite's extended codes, PostgreSQL's states. */
export function isDuplicate(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 2067 || errcode === 1555 || code === '23505';
}

/** Whether an error means that a row refers to this one, or that the one referred to is not there. */
export function isReference(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 787 || code === '23503';
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
