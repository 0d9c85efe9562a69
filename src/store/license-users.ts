import type { Kysely } from 'kysely';
import type { LicenseUser } from '../licenses/license-user.ts';
import type { Schema } from './schema.ts';

export interface NewLicenseUser extends LicenseUser {
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly isInitialPassword: boolean;
}

export function licenseUserStore(db: Kysely<Schema>) {
  return {
    /** @param email in lower case */
    async findByEmail(email: string): Promise<LicenseUser | undefined> {
      const row = await db
        .selectFrom('license_users')
        .select(['id', 'email', 'password_hash', 'enabled'])
        .where('email', '=', email)
        .executeTakeFirst();
      return (
        row && {
          id: row.id,
          email: row.email,
          passwordHash: row.password_hash,
          enabled: row.enabled === 1,
        }
      );
    },

    async create(user: NewLicenseUser, now: Date): Promise<void> {
      await db
        .insertInto('license_users')
        .values({
          id: user.id,
          email: user.email,
          first_name: user.firstName,
          last_name: user.lastName,
          phone_number: user.phoneNumber,
          password_hash: user.passwordHash,
          is_initial_password: Number(user.isInitialPassword),
          enabled: Number(user.enabled),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
    },

    async setEnabled(id: number, enabled: boolean): Promise<void> {
      await db
        .updateTable('license_users')
        .set({ enabled: Number(enabled) })
        .where('id', '=', id)
        .execute();
    },

    /** @param maxActivations devices this person may bind; null for no limit */
    async assign(
      licenseUserId: number,
      licenseId: number,
      maxActivations: number | null,
    ): Promise<void> {
      await db
        .insertInto('license_assignments')
        .values({
          license_user_id: licenseUserId,
          license_id: licenseId,
          max_activations: maxActivations,
          total_activations: 0,
        })
        .execute();
    },
  };
}
