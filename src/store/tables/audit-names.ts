import { type Kysely, type Selectable, sql } from 'kysely';
import type { AuditEvent, Origin } from '../../rules/audit-event.ts';
import type { Schema } from '../schema.ts';

/** Names by kind and id: `product 17` is `desktop-pro`. */
export type Names = ReadonlyMap<string, string>;

type Kind = NonNullable<AuditEvent['subject']>['kind'] | Origin['actorKind'];

/** Actors and subjects that have no row. */
const withoutRow = ['key', 'import', 'command_line', 'system'] as const satisfies Kind[];

/** Each kind has its rows in the table `<kind>s`, or in another one: a connection has the name of its customer account. */
const elsewhere = {
  connection: 'customer_accounts',
  license_policy: 'license_policies',
} as const satisfies Partial<Record<Kind, keyof Schema>>;
type WithTable = Exclude<Kind, (typeof withoutRow)[number] | keyof typeof elsewhere>;
type WithCode = { [K in WithTable]: Schema[`${K}s`] extends { code: string } ? K : never };

/** What names one of a kind, in SQL. Where nothing is said here, it is the `code`. */
const nameOf: Record<Exclude<WithTable, WithCode[WithTable]>, string> = {
  admin_token: 'name',
  api_key: 'name',
  oauth_client: 'name',
  customer: 'email',
  license: 'coalesce(license_key, order_store_id)',
  bundle_license: 'coalesce(license_key, cast(id as text))',
  license_user: 'email',
  device: 'hardware_id',
  upload: 'filename',
  version: "(select code from products where products.id = product_id) || '@' || version",
};

type Row = Pick<
  Selectable<Schema['audit_log']>,
  'actor_kind' | 'actor_id' | 'subject_kind' | 'subject_id'
>;

/** Reads the names of the actors and subjects of audit entries. */
export async function namesOf(db: Kysely<Schema>, rows: readonly Row[]): Promise<Names> {
  const names = new Map<string, string>();
  for (const [kind, ids] of idsByKind(rows)) {
    const table = (elsewhere as Partial<Record<string, string>>)[kind] ?? `${kind}s`;
    const name = (nameOf as Partial<Record<string, string>>)[kind] ?? 'code';
    const found = await db
      .selectFrom(table as 'products')
      .select(['id', sql<string>`${sql.raw(name)}`.as('name')])
      .where('id', 'in', [...ids])
      .execute();
    for (const one of found) names.set(`${kind} ${one.id}`, one.name);
  }
  return names;
}

/** The ids of the actors and subjects that have rows. */
function idsByKind(rows: readonly Row[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  const add = (kind: string | null, id: string | number | null) => {
    // People and command lines have names in place of ids.
    if (kind === null || isWithoutRow(kind) || !/^\d{1,16}$/.test(String(id))) return;
    const ids = found.get(kind) ?? new Set();
    found.set(kind, ids.add(Number(id)));
  };
  for (const row of rows) {
    add(row.actor_kind, row.actor_id);
    add(row.subject_kind, row.subject_id);
  }
  return found;
}

function isWithoutRow(kind: string): boolean {
  return (withoutRow as readonly string[]).includes(kind);
}
