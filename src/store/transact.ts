import { setTimeout } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import type { Kysely, Transaction } from 'kysely';
import { ConnectionLost, isReadOnly, isUndone } from './postgres/postgres-errors.ts';
import type { Schema } from './schema.ts';

/** How often a transaction is begun before its error is the answer. */
const ATTEMPTS = 5;

/**
 * Keeps all that `work` stores or nothing. Where the database undid it for another's sake, takes no writes since a
 * fail-over, or lost the connection before it was told to keep anything, `work` runs again.
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
      const nothingKept =
        isUndone(error) || isReadOnly(error) || (error instanceof ConnectionLost && !committing);
      if (!nothingKept || count === ATTEMPTS) throw error;
      // Those who stood in each other's way do not come back at the same moment.
      await setTimeout(Math.random() * 20 * count);
    }
  }
}
