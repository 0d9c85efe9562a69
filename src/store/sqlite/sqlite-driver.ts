import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  RawNode,
  SelectQueryNode,
} from 'kysely';
import { GroupCommit } from './group-commit.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** What a driver needs of an open database. */
export interface SqliteConnections {
  readonly writer: SqliteConnection;
  /** Sees what is committed, and nothing else. The writer itself when no other connection is possible. */
  readonly reader: SqliteConnection;
  /** Opens another one like the reader, for a statement whose rows are read over a longer time. */
  readonly openReader: () => SqliteConnection;
}

/**
 * Runs statements on two connections: what only reads does not wait for transactions.
 */
export class SqliteDriver implements Driver {
  readonly #connections: SqliteConnections;
  readonly #writes: GroupCommit;

  constructor(connections: SqliteConnections) {
    this.#connections = connections;
    this.#writes = new GroupCommit(connections.writer);
  }

  /** The connections are open already. */
  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<Session> {
    return Promise.resolve(new Session(this.#connections, this.#writes));
  }

  beginTransaction(session: Session): Promise<void> {
    return session.begin();
  }

  commitTransaction(session: Session): Promise<void> {
    return session.commit();
  }

  rollbackTransaction(session: Session): Promise<void> {
    return session.rollBack();
  }

  releaseConnection(session: Session): Promise<void> {
    session.release();
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    const leave = await this.#writes.alone();
    const { reader, writer } = this.#connections;
    // The writer last: it takes the changes over from the log into the database.
    if (reader !== writer) reader.close();
    writer.close();
    leave();
  }
}

/** What Kysely sees as a connection: for a statement, a transaction, or several statements of one caller. */
class Session implements DatabaseConnection {
  readonly #connections: SqliteConnections;
  readonly #writes: GroupCommit;
  #isInTransaction = false;
  #failure: unknown;
  /** Defined while this session has the writer for itself, as for temporary tables. */
  #leave: (() => void) | undefined;

  constructor(connections: SqliteConnections, writes: GroupCommit) {
    this.#connections = connections;
    this.#writes = writes;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { reader, writer } = this.#connections;
    if (this.#isInTransaction) return this.#runAsMember(query);
    if (this.#leave !== undefined) return writer.run(query);
    if (isRead(query) && reader !== writer) return reader.run(query);
    if (isChange(query)) return this.#writes.run(query);
    this.#leave = await this.#writes.alone();
    return writer.run(query);
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const { reader, writer, openReader } = this.#connections;
    if (this.#isInTransaction || this.#leave !== undefined || reader === writer) {
      this.#leave ??= this.#isInTransaction ? undefined : await this.#writes.alone();
      yield* writer.rows<Row>(query);
      return;
    }
    const own = openReader();
    try {
      yield* own.rows<Row>(query);
    } finally {
      own.close();
    }
  }

  async begin(): Promise<void> {
    if (this.#leave === undefined) await this.#writes.begin();
    else await this.#connections.writer.command('begin immediate');
    this.#isInTransaction = true;
  }

  async commit(): Promise<void> {
    if (this.#leave === undefined) {
      // From here on others use the connection: if the commit fails, there is nothing to roll back.
      this.#isInTransaction = false;
      await this.#writes.commit();
    } else {
      await this.#connections.writer.command('commit');
      this.#isInTransaction = false;
    }
  }

  async rollBack(): Promise<void> {
    if (!this.#isInTransaction) return;
    this.#isInTransaction = false;
    if (this.#leave === undefined) {
      await this.#writes.rollBack(this.#failure);
      return;
    }
    const { writer } = this.#connections;
    // When the disk was full or failed, SQLite has rolled back already: a second rollback would hide that error.
    if (writer.isInTransaction) await writer.command('rollback');
  }

  release(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  async #runAsMember<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.#connections.writer.run<Row>(query);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}

function isRead({ query, sql }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || (RawNode.is(query) && /^\s*select\b/i.test(sql));
}

/** True for what changes rows, and can be part of a larger transaction. */
function isChange({ query }: CompiledQuery): boolean {
  return ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'].includes(query.kind);
}
