import type { Kysely, Selectable } from 'kysely';
import type { LicenseUser, LicenseUserRecord } from '../../rules/license-user.ts';
import { deleteUnchanged } from '../delete-unchanged.ts';
import { countAssignments } from './license-assignments.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface LicenseUserFilter {
  readonly email?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly licenseId?: number | undefined;
}

/** A license user, with the number of their licenses. */
export type KnownLicenseUser = Stored<LicenseUserRecord> & { readonly licenseCount: number };

export function licenseUserStore(db: Kysely<Schema>) {
  return {
    /** @param email in lower case */
    async findByEmail(email: string): Promise<LicenseUser | undefined> {
      const row = await db
        .selectFrom('license_users')
        .select(['id', 'email', 'password_hash', 'enabled', 'is_initial_password'])
        .where('email', '=', email)
        .executeTakeFirst();
      return (
        row && {
          id: row.id,
          email: row.email,
          passwordHash: row.password_hash,
          enabled: row.enabled === 1,
          isInitialPassword: row.is_initial_password === 1,
        }
      );
    },

    /** True when a license user has not changed since they were read. A transaction locks them until it ends. */
    async isUnchanged({ id, email, passwordHash, enabled }: LicenseUser): Promise<boolean> {
      const row = await db
        .selectFrom('license_users')
        .select('id')
        .where('id', '=', id)
        .where('email', '=', email)
        .where('password_hash', passwordHash === null ? 'is' : '=', passwordHash)
        .where('enabled', '=', Number(enabled))
        .$if(needsRowLocks(db), (select) => select.forShare())
        .executeTakeFirst();
      return row !== undefined;
    },

    /** True when a license user is assigned to a license of a customer of this account. */
    async isOfAccount(id: number, customerAccountId: number): Promise<boolean> {
      const row = await db
        .selectFrom('license_assignments')
        .innerJoin('licenses', 'licenses.id', 'license_assignments.license_id')
        .innerJoin('customers', 'customers.id', 'licenses.customer_id')
        .select('licenses.id')
        .where('license_assignments.license_user_id', '=', id)
        .where('customers.customer_account_id', '=', customerAccountId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async find(id: number): Promise<KnownLicenseUser | undefined> {
      const row = await db
        .selectFrom('license_users')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && (await toUsers([row]))[0];
    },

    async list(filter: LicenseUserFilter, page: PageRequest): Promise<Page<KnownLicenseUser>> {
      const { licenseId, ...values } = filter;
      const found = await readPage(
        db,
        'license_users',
        (eb) => {
          const assigned = eb
            .selectFrom('license_assignments')
            .select('license_user_id')
            .where('license_id', '=', licenseId ?? 0);
          return [
            ...equal(eb, values),
            ...(licenseId === undefined ? [] : [eb('id', 'in', assigned)]),
          ];
        },
        page,
      );
      return { ...found, items: await toUsers(found.items) };
    },

    async create(user: LicenseUserRecord, now: Date): Promise<KnownLicenseUser> {
      const row = await db
        .insertInto('license_users')
        .values({
          id: user.id,
          ...toColumns(user),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toUser(row, 0);
    },

    /**
     * Stores a changed license user.
     * @param user with the revision that they had when they were read
     * @returns the stored user; undefined when they have changed since they were read
     */
    async update(user: KnownLicenseUser, now: Date): Promise<KnownLicenseUser | undefined> {
      const row = await db
        .updateTable('license_users')
        .set({ ...toColumns(user), revision: user.revision + 1, updated_at: now.getTime() })
        .where('id', '=', user.id)
        .where('revision', '=', user.revision)
        .returningAll()
        .executeTakeFirst();
      return row && toUser(row, user.licenseCount);
    },

    /**
     * Deletes a license user who is assigned to no license, and removes them from released devices. Call it in a
     * transaction.
     * @returns false when the user has changed since they were read: then roll back
     */
    async delete(user: KnownLicenseUser): Promise<boolean> {
      await db
        .updateTable('devices')
        .set({ license_user_id: null })
        .where('license_user_id', '=', user.id)
        .execute();
      return deleteUnchanged(db, 'license_users', user);
    },
  };

  async function toUsers(rows: Selectable<Schema['license_users']>[]): Promise<KnownLicenseUser[]> {
    const ids = rows.map((row) => row.id);
    const counts = await countAssignments(db, 'license_user_id', ids);
    return rows.map((row) => toUser(row, counts.get(row.id) ?? 0));
  }
}

function toUser(row: Selectable<Schema['license_users']>, licenseCount: number): KnownLicenseUser {
  return {
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    phoneNumber: row.phone_number,
    passwordHash: row.password_hash,
    isInitialPassword: row.is_initial_password === 1,
    enabled: row.enabled === 1,
    licenseCount,
    ...storedFields(row),
  };
}

function toColumns(user: LicenseUserRecord) {
  return {
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phoneNumber,
    password_hash: user.passwordHash,
    is_initial_password: Number(user.isInitialPassword),
    enabled: Number(user.enabled),
  };
}
