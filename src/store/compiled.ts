import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.ts';

/** Stands for a value in a query that is compiled before the value is known. */
class StandIn {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The texts of all queries that were compiled here, each with a name to prepare it under. */
const names = new Map<string, string>();

/** The name under which PostgreSQL keeps a query prepared; undefined for one that is not worth it. */
export function preparedName(text: string): string | undefined {
  return names.get(text);
}

/**
 * Creates a function that runs a query with ever other values, and compiles it once for each database. Building and
 * compiling a query takes longer than most queries.
 * @param build builds the query. The values that it gets are stand-ins, so it must only pass them on. Those that are
 *   undefined are undefined here too: it may build another query without them. `db` only tells which kind of database it
 *   is
 */
export function compiled<Given extends object, Row>(
  build: (db: Kysely<Schema>, values: Given) => Compilable<Row>,
): (db: Kysely<Schema>, values: Given) => Promise<QueryResult<Row>> {
  const known = new WeakMap<object, Map<string, CompiledQuery<Row>>>();

  return (db, values) => {
    const given = values as Readonly<Record<string, unknown>>;
    const query = queryFor(db, given);
    const parameters = query.parameters.map((one) =>
      one instanceof StandIn ? given[one.name] : one,
    );
    return db.executeQuery({ ...query, parameters });
  };

  function queryFor(db: Kysely<Schema>, given: Readonly<Record<string, unknown>>) {
    const { adapter } = db.getExecutor();
    const queries = known.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    known.set(adapter, queries);
    let shape = '';
    for (const name in given) if (given[name] !== undefined) shape += `${name} `;
    let query = queries.get(shape);
    if (query === undefined) {
      const present = shape.split(' ').slice(0, -1);
      const standIns = Object.fromEntries(present.map((name) => [name, new StandIn(name)]));
      query = build(db, standIns as Given).compile();
      queries.set(shape, query);
      if (!names.has(query.sql)) names.set(query.sql, `latchkey ${names.size}`);
    }
    return query;
  }
}
