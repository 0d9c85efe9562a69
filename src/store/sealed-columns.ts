import { type Kysely, sql } from 'kysely';
import { keyIdOf, type Place, type Sealing } from '../security/sealing.ts';
import type { Schema } from './schema.ts';

/** A column whose values are sealed, and the columns that identify a row. */
interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly id: readonly string[];
}

/** All sealed columns. `secret_key_check` comes last: until then, the server asks for the old secret key. */
const sealedColumns = [
  { table: 'api_keys', column: 'shared_key', id: ['id'] },
  { table: 'oauth_client_secrets', column: 'secret', id: ['oauth_client_id', 'generation'] },
  { table: 'connections', column: 'client_secret', id: ['customer_account_id'] },
  { table: 'signing_keys', column: 'secret', id: ['kid'] },
  { table: 'records', column: 'payload', id: ['kind', 'id'] },
  { table: 'idempotency_keys', column: 'fingerprint', id: ['admin_token_id', 'idempotency_key'] },
  { table: 'idempotency_keys', column: 'reply', id: ['admin_token_id', 'idempotency_key'] },
  { table: 'offline_requests', column: 'fingerprint', id: ['id'] },
  { table: 'offline_requests', column: 'reply', id: ['id'] },
  { table: 'secret_key_check', column: 'sealed', id: ['id'] },
] as const satisfies readonly (SealedColumn & { table: keyof Schema })[];

export interface Resealed {
  /** The number of values that were sealed again. */
  readonly count: number;
  /** The ids of the keys that had sealed them. */
  readonly from: readonly string[];
  readonly to: string;
}

/** Rows of one transaction. Other writers wait no longer than this many take. */
const BATCH = 200;

type Value = string | number | null;
type AnyDatabase = Kysely<Record<string, Record<string, Value>>>;

/**
 * Seals all values again that are not sealed with the first secret key. Servers may run meanwhile. After an
 * interruption, call it again: it continues with what is left.
 * @throws SealingError when a value cannot be opened
 */
export async function resealAll(db: Kysely<Schema>, sealing: Sealing): Promise<Resealed> {
  let count = 0;
  const from = new Set<string>();
  for (const column of sealedColumns) {
    count += await rewriteColumn(db as unknown as AnyDatabase, column, (value, place) => {
      const keyId = keyIdOf(value);
      if (keyId === sealing.keyId) return value;
      const rewritten = sealing.seal(sealing.open(value, place), place);
      if (keyId !== undefined) from.add(keyId);
      return rewritten;
    });
  }
  return { count, from: [...from], to: sealing.keyId };
}

/**
 * Rewrites the values of a column, one batch in each transaction. Values that another process changes meanwhile keep its
 * change.
 * @returns the number of rewritten values
 */
async function rewriteColumn(
  db: AnyDatabase,
  { table, column, id }: SealedColumn,
  rewrite: (value: string, place: Place) => string,
): Promise<number> {
  const name = sql.join(id.map((part) => sql.ref(part)));
  const nameOf = (row: Record<string, Value>) => id.map((part) => row[part] ?? null);
  let last: Record<string, Value> | undefined;
  let count = 0;
  for (;;) {
    let query = db
      .selectFrom(table)
      .select([...id, column])
      .where(column, 'is not', null)
      .orderBy(name)
      .limit(BATCH);
    if (last !== undefined) {
      query = query.where(sql<boolean>`(${name}) > (${sql.join(nameOf(last))})`);
    }
    const rows = await query.execute();
    last = rows.at(-1);
    if (last === undefined) return count;
    await db.transaction().execute(async (transaction) => {
      for (const row of rows) {
        const value = String(row[column]);
        const rewritten = rewrite(value, { table, column, row: nameOf(row).join('/') });
        if (rewritten === value) continue;
        count += 1;
        await transaction
          .updateTable(table)
          .set({ [column]: rewritten })
          .where(sql<boolean>`(${name}) = (${sql.join(nameOf(row))})`)
          .where(column, '=', value)
          .execute();
      }
    });
  }
}
