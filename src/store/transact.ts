import { setTimeout } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import type { Kysely, Transaction } from 'kysely';
import { ConnectionLost, isReadOnly, isRolledBack } from './postgres/postgres-errors.ts';
import type { Schema } from './schema.ts';

/** How often a transaction is tried before its error is thrown. */
const ATTEMPTS = 5;

/**
 * Runs `work` in a transaction. Runs it again when the database has rolled it back because of another transaction, when
 * the server is read-only after a fail-over, and when the connection was lost before the commit.
 */
export function transact<T, Tables = Schema>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return trace.getTracer('latchkey').startActiveSpan('transaction', async (span) => {
    try {
      return await attempt(db, work);
    } finally {
      span.end();
    }
  });
}

async function attempt<T, Tables>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let count = 1; ; count += 1) {
    let committing = false;
    try {
      return await db.transaction().execute(async (transaction) => {
        const result = await work(transaction);
        committing = true;
        return result;
      });
    } catch (error) {
      const isRetryable =
        isRolledBack(error) ||
        isReadOnly(error) ||
        (error instanceof ConnectionLost && !committing);
      if (!isRetryable || count === ATTEMPTS) throw error;
      // A random pause, so that two transactions that blocked each other do not meet again.
      await setTimeout(Math.random() * 20 * count);
    }
  }
}
