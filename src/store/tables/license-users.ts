import type { Kysely } from 'kysely';
import { type LicenseUser, licenseUserFields } from '../../rules/license-user.ts';
import type { LimitedScope } from '../../rules/credential.ts';
import { scopeColumns } from './scope-columns.ts';
import { countAssignments } from './license-assignments.ts';
import type { Filter, Page, PageRequest } from '../pages.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

type LicenseUserFilter = Filter<'license_users'> & { readonly license_id?: number | undefined };
type StoredUser = Stored<LicenseUser>;

/** A license user, with the number of licenses that they are assigned to. */
export type CountedLicenseUser = StoredUser & { readonly license_count: number };

export function licenseUserStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'license_users', licenseUserFields);

  return {
    /** @param email in lower case */
    findByEmail: (email: string): Promise<LicenseUser | undefined> => table.findBy('email', email),

    /** True when a license user is as they were read. In a transaction they then stay so until it ends. */
    async isUnchanged(user: LicenseUser): Promise<boolean> {
      const row = await unchanged(user)
        .$if(needsRowLocks(db), (select) => select.forShare())
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Finds a license user who is as they were read, to change them in this transaction. It locks them until it ends. */
    async findUnchanged(user: LicenseUser): Promise<CountedLicenseUser | undefined> {
      const row = await unchanged(user)
        // Not shared: of two transactions with a shared lock, neither could change the user.
        .$if(needsRowLocks(db), (select) => select.forUpdate())
        .executeTakeFirst();
      return row && find(row.id);
    },

    isInScope,

    /** True when a license user is assigned to a license of a customer of this account. */
    isOfAccount: (id: number, customerAccountId: number): Promise<boolean> =>
      isInScope(id, { kind: 'customer_account', id: customerAccountId, customerAccountId }),

    find,

    async list(filter: LicenseUserFilter, page: PageRequest): Promise<Page<CountedLicenseUser>> {
      const { license_id: licenseId, ...values } = filter;
      const found = await table.list(values, page, (eb) => {
        if (licenseId === undefined) return [];
        const assigned = eb
          .selectFrom('license_assignments')
          .select('license_user_id')
          .where('license_id', '=', licenseId);
        return [eb('id', 'in', assigned)];
      });
      return { ...found, items: await withCounts(found.items) };
    },

    async create(user: LicenseUser, now: Date): Promise<CountedLicenseUser> {
      return { ...(await table.create(user, now)), license_count: 0 };
    },

    /**
     * Keeps a license user who was changed.
     * @param user with the revision that they had when they were read
     * @returns the stored user; undefined when they have changed since they were read
     */
    async update(user: CountedLicenseUser, now: Date): Promise<CountedLicenseUser | undefined> {
      const { license_count } = user;
      const after = await table.update(user, now);
      return after && { ...after, license_count };
    },

    /**
     * Deletes a license user who is assigned to no license, and removes them from released devices. Call it in a
     * transaction.
     * @returns false when the user has changed since they were read: then roll back
     */
    async delete(user: StoredUser): Promise<boolean> {
      await db
        .updateTable('devices')
        .set({ license_user_id: null })
        .where('license_user_id', '=', user.id)
        .execute();
      return table.delete(user);
    },
  };

  /** True when a license user is assigned to a license of a scope. */
  async function isInScope(id: number, scope: LimitedScope): Promise<boolean> {
    const row = await db
      .selectFrom('license_assignments')
      .innerJoin('licenses', 'licenses.id', 'license_assignments.license_id')
      .leftJoin('customers', 'customers.id', 'licenses.customer_id')
      .select('licenses.id')
      .where('license_assignments.license_user_id', '=', id)
      .where(scopeColumns[scope.kind], '=', scope.id)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async function find(id: number): Promise<CountedLicenseUser | undefined> {
    const user = await table.find(id);
    return user && (await withCounts([user]))[0];
  }

  function unchanged({ id, email, password_hash: passwordHash, enabled }: LicenseUser) {
    return db
      .selectFrom('license_users')
      .select('id')
      .where('id', '=', id)
      .where('email', '=', email)
      .where('password_hash', passwordHash === null ? 'is' : '=', passwordHash)
      .where('enabled', '=', Number(enabled));
  }

  async function withCounts(users: StoredUser[]): Promise<CountedLicenseUser[]> {
    const ids = users.map(({ id }) => id);
    const counts = await countAssignments(db, 'license_user_id', ids);
    return users.map((user) => ({ ...user, license_count: counts.get(user.id) ?? 0 }));
  }
}
