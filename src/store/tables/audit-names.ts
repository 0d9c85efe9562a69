import { type Kysely, type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../../rules/audit-event.ts';
import type { Schema } from '../schema.ts';

/** Names by kind and id: `product 17` is `desktop-pro`. */
export type Names = ReadonlyMap<string, string>;

type Kind = NonNullable<AuditEvent['subject']>['kind'];

/** Table and name (in SQL) of each kind that has one. A connection has the name of its account. */
const named = {
  admin_token: ['admin_tokens', 'name'],
  api_key: ['api_keys', 'name'],
  product: ['products', 'code'],
  customer_account: ['customer_accounts', 'code'],
  connection: ['customer_accounts', 'code'],
  customer: ['customers', 'email'],
  license: ['licenses', 'coalesce(license_key, order_store_id)'],
  license_user: ['license_users', 'email'],
  device: ['devices', 'hardware_id'],
} as const satisfies Record<Exclude<Kind, 'key' | 'import'>, readonly [keyof Schema, string]>;

type Row = Pick<
  Selectable<Schema['audit_log']>,
  'actor_kind' | 'actor_id' | 'subject_kind' | 'subject_id'
>;

/** Reads the names of the actors and subjects of audit entries. */
export async function namesOf(db: Kysely<Schema>, rows: readonly Row[]): Promise<Names> {
  const names = new Map<string, string>();
  for (const [kind, [table, name]] of Object.entries(named)) {
    const ids = new Set<number>();
    for (const row of rows) {
      if (row.actor_kind === kind && isId(row.actor_id)) ids.add(Number(row.actor_id));
      if (row.subject_kind === kind && row.subject_id !== null) ids.add(row.subject_id);
    }
    if (ids.size === 0) continue;
    const found = await db
      .selectFrom(table as 'products')
      .select(['id', sql<string>`${sql.raw(name)}`.as('name')])
      .where('id', 'in', [...ids])
      .execute();
    for (const one of found) names.set(`${kind} ${one.id}`, one.name);
  }
  return names;
}

/** Actors that are people or command lines have names in place of ids. */
function isId(actorId: string | null): boolean {
  return actorId !== null && /^\d{1,16}$/.test(actorId);
}
