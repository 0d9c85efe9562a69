import { type Kysely, sql } from 'kysely';
import { keyIdOf, type Place, type Sealing } from '../security/sealing.ts';
import type { Schema } from './schema.ts';

/** A column whose values are sealed, and the columns that name its rows. */
interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly id: readonly string[];
}

/** All of them. The check comes last: the old secret key is asked for until nothing else needs it. */
const sealedColumns = [
  { table: 'api_keys', column: 'shared_key', id: ['id'] },
  { table: 'connections', column: 'client_secret', id: ['customer_account_id'] },
  { table: 'signing_keys', column: 'secret', id: ['kid'] },
  { table: 'records', column: 'payload', id: ['kind', 'id'] },
  { table: 'idempotency_keys', column: 'fingerprint', id: ['admin_token_id', 'idempotency_key'] },
  { table: 'idempotency_keys', column: 'reply', id: ['admin_token_id', 'idempotency_key'] },
  { table: 'secret_key_check', column: 'sealed', id: ['id'] },
] as const satisfies readonly (SealedColumn & { table: keyof Schema })[];

export interface Resealed {
  /** How many values were sealed anew. */
  readonly count: number;
  /** The ids of the keys that they were sealed with. */
  readonly from: readonly string[];
  readonly to: string;
}

/** Rows are rewritten this many at a time; nobody waits longer than that takes. */
const BATCH = 200;

type Value = string | number | null;
type AnyDatabase = Kysely<Record<string, Record<string, Value>>>;

/**
 * Seals anew, with the first secret key, whatever is sealed with another. The server may run meanwhile, and what was
 * interrupted goes on where it ended.
 * @throws SealingError where one cannot be opened
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
 * Rewrites the values of a column, a batch in each transaction. One that somebody else changes meanwhile stays as
 * they wrote it.
 * @returns how many were rewritten
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
