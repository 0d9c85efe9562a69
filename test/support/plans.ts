import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from '../../src/store/schema.ts';
import { dialect } from './database.ts';

/** How the database goes about each of the statements that `work` makes. */
export async function plansOf(
  db: Kysely<Schema>,
  work: (watched: Kysely<Schema>) => Promise<unknown>,
): Promise<string[]> {
  const made: CompiledQuery[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      made.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  await work(watched);
  const explain = dialect() === 'postgres' ? 'explain' : 'explain query plan';
  return Promise.all(
    made.map(async (query) => {
      const plan = CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]);
      const { rows } = await db.executeQuery<object>(plan);
      return rows.map((row) => Object.values(row).join(' ')).join('\n');
    }),
  );
}
