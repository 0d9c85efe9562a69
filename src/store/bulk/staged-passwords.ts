import { type Kysely, sql } from 'kysely';
import { SUBJECT_PREFIX } from '../../rules/license-user.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithStaged = Kysely<Schema & { staged: Schema['license_users'] & { overwrites: string } }>;

/** Ends the sessions of license users whose passwords an import has overwritten. Call it after the rows are stored. */
export async function endSignIns(anyTable: AnyTable): Promise<void> {
  const db = anyTable as unknown as WithStaged;
  await db
    .deleteFrom('identities')
    .where('subject', 'in', (eb) =>
      eb
        .selectFrom('staged')
        .where('overwrites', 'like', '%password_hash%')
        .select(sql<string>`${sql.lit(SUBJECT_PREFIX)} || id`.as('subject')),
    )
    .execute();
}
