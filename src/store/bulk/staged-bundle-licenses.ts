import { sql, type SqlBool } from 'kysely';
import type { AnyTable } from './bulk-rows.ts';

/** The temporary table of the bundle licenses that an import of licenses creates. */
export const STAGED_BUNDLE_LICENSES = 'staged_bundle_licenses';

const COLUMNS = ['id', 'bundle_id', 'license_key', 'created_at', 'updated_at'] as const;

/** A bundle license to create, with its times in milliseconds. */
export type NewBundleLicense = {
  readonly id: number;
  readonly bundle_id: number;
  readonly license_key: string | null;
  readonly created_at: number;
  readonly updated_at: number;
};

/** Runs `work` while the temporary table exists. */
export async function stageBundleLicenses<T>(db: AnyTable, work: () => Promise<T>): Promise<T> {
  const columnsOfTable = db
    .selectFrom('bundle_licenses')
    .select([...COLUMNS])
    .where(sql<SqlBool>`1 = 0`);
  await db.schema.createTable(STAGED_BUNDLE_LICENSES).temporary().as(columnsOfTable).execute();
  try {
    return await work();
  } finally {
    await db.schema.dropTable(STAGED_BUNDLE_LICENSES).execute();
  }
}

/** Stores the staged bundle licenses. Call it before their members are stored. */
export async function storeBundleLicenses(db: AnyTable): Promise<void> {
  await db
    .insertInto('bundle_licenses')
    .columns([...COLUMNS])
    .expression(db.selectFrom(STAGED_BUNDLE_LICENSES).select([...COLUMNS]))
    .execute();
}

export async function forgetBundleLicenses(db: AnyTable): Promise<void> {
  await db.deleteFrom(STAGED_BUNDLE_LICENSES).execute();
}
