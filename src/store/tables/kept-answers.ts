import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

/** What a request that is carried out once is known by. */
interface Request {
  /** A hash of the request. */
  readonly fingerprint: string;
  /** When its answer is forgotten. */
  readonly expiresAt: Date;
}

/** What names a request, by table: the columns of the primary key. */
interface Keys {
  /** The `Idempotency-Key` header of a request with an admin token. */
  idempotency_keys: { admin_token_id: number; idempotency_key: string };
  offline_requests: { id: string };
}

interface Row {
  readonly fingerprint: string;
  readonly reply: string | null;
  readonly expires_at: number;
}

/** Answers of requests that are carried out once: a repeat gets the answer of the first. */
export function keptAnswers<Table extends keyof Keys>(
  schema: Kysely<Schema>,
  sealing: Sealing,
  name: Table,
) {
  const table: string = name;
  const db = schema as unknown as Kysely<Record<string, Row>>;
  const isOf = (key: Keys[Table]) => (eb: ExpressionBuilder<Record<string, Row>, string>) =>
    eb.and(key as Partial<Row>);
  /** Both are sealed: answers may hold secrets, and from a plain hash of a request a password could be guessed. */
  const placeOf = (column: 'fingerprint' | 'reply', key: Keys[Table]) => ({
    table,
    column,
    row: Object.values(key).join('/'),
  });

  return {
    /**
     * Carries out a request, unless it was carried out before. When it is sent several times at once, the others wait for
     * the transaction of the first and get its answer. Call it in a transaction.
     * @param work returns the answer, which can be written as JSON
     * @returns undefined when another request has the same key
     */
    async once<Answer>(
      key: Keys[Table],
      { fingerprint, expiresAt }: Request,
      now: Date,
      work: () => Promise<Answer>,
    ): Promise<{ readonly answer: Answer } | undefined> {
      const names = Object.keys(key);
      await db
        .deleteFrom(table)
        .where(isOf(key))
        .where('expires_at', '<=', now.getTime())
        .execute();
      const row = {
        ...key,
        fingerprint: sealing.seal(fingerprint, placeOf('fingerprint', key)),
        reply: null,
        expires_at: expiresAt.getTime(),
      };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto(table)
        .values(row)
        .onConflict((conflict) => conflict.columns(names as never).doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) {
        const kept = await findAnswer(key, fingerprint);
        return kept && { answer: kept.answer as Answer };
      }
      const answer = await work();
      await db
        .updateTable(table)
        .set({ reply: sealing.seal(JSON.stringify(answer), placeOf('reply', key)) })
        .where(isOf(key))
        .execute();
      return { answer };
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom(table).where('expires_at', '<', now.getTime()).execute();
    },
  };

  async function findAnswer(key: Keys[Table], fingerprint: string) {
    const stored = await db
      .selectFrom(table)
      .select(['fingerprint', 'reply'])
      .where(isOf(key))
      .executeTakeFirstOrThrow();
    if (sealing.open(stored.fingerprint, placeOf('fingerprint', key)) !== fingerprint) {
      return undefined;
    }
    const reply = sealing.open(stored.reply ?? '', placeOf('reply', key));
    return { answer: JSON.parse(reply) as unknown };
  }
}
