import { type Kysely, sql } from 'kysely';
import { type MigrationFailure, notAllowed } from './failure.ts';
import type { Schema } from '../schema.ts';

/** What PostgreSQL would not let the role of this connection do to the tables; undefined where it lets it. */
export async function findObstacle(db: Kysely<Schema>): Promise<MigrationFailure | undefined> {
  const { rows } = await sql<{ schema: string | null; creates: boolean; foreign: string | null }>`
    select current_schema() as schema,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as creates,
      (select min(tablename) from pg_tables where schemaname = current_schema()
        and not pg_has_role(tableowner, 'usage')) as "foreign"`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  if (found.foreign !== null) return notAllowed(`must be owner of table ${found.foreign}`);
  if (!found.creates) return notAllowed(`permission denied for schema ${found.schema ?? 'public'}`);
  return undefined;
}
