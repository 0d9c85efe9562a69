import type { CompiledQuery, QueryResult } from 'kysely';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Transactions that are committed together. */
interface Group {
  /** Resolves when they are durable. Rejects when none of them is. */
  readonly committed: Promise<undefined>;
  readonly succeed: (nothing: undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Lets transactions use the connection that writes, one after the other. Those that arrive in the same turn of the event
 * loop are committed together, since waiting for the disk is what a commit costs. Each of them is a savepoint: one that
 * fails is undone alone. Each ends when all of them are durable, and nobody else sees them before.
 */
export class GroupCommit {
  readonly #connection: SqliteConnection;
  /** Resolves when the last one in the queue has left. */
  #last: Promise<undefined> = Promise.resolve(undefined);
  #leave: () => void = () => undefined;
  #group: Group | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** Waits for its turn and begins a transaction. `commit` or `rollBack` must follow. */
  async begin(): Promise<void> {
    await this.#enter();
    try {
      await this.#join();
      await this.#connection.command('savepoint member');
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Ends the transaction, and waits until it is durable. */
  async commit(): Promise<void> {
    await this.#connection.command('release member');
    await this.#committed();
  }

  /**
   * Undoes the transaction, and waits until the others have ended, so that the lock is not held any more.
   * @param cause the error of the transaction
   */
  async rollBack(cause: unknown): Promise<void> {
    const group = this.#group;
    try {
      if (this.#connection.isInTransaction) {
        await this.#connection.command('rollback to member');
        await this.#connection.command('release member');
      } else {
        this.#lose(cause);
      }
    } finally {
      this.#leave();
    }
    await group?.committed.catch(() => undefined);
  }

  /** Runs one statement, and waits until it is durable. When it fails, SQLite undoes it alone. */
  async run<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#enter();
    let result: QueryResult<Row>;
    try {
      await this.#join();
      result = await this.#connection.run<Row>(query);
    } catch (error) {
      const group = this.#group;
      if (!this.#connection.isInTransaction) this.#lose(error);
      this.#leave();
      await group?.committed.catch(() => undefined);
      throw error;
    }
    await this.#committed();
    return result;
  }

  /**
   * Waits until nobody else uses the connection, and no transaction is open.
   * @returns a function to call when it is not used any more
   */
  async alone(): Promise<() => void> {
    await this.#enter();
    await this.#close();
    return this.#leave;
  }

  async #enter(): Promise<void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#last = promise;
    await before;
    this.#leave = () => resolve(undefined);
  }

  /** Opens a group when there is none. Its lock is taken at once: what is read in it stays true until the commit. */
  async #join(): Promise<void> {
    if (this.#group !== undefined) return;
    await this.#connection.command('begin immediate');
    const {
      promise: committed,
      resolve: succeed,
      reject: fail,
    } = Promise.withResolvers<undefined>();
    // There may be nobody who waits for it.
    committed.catch(() => undefined);
    this.#group = { committed, succeed, fail };
    // After all requests that have arrived by now.
    setImmediate(() => void this.alone().then((leave) => leave()));
  }

  async #committed(): Promise<void> {
    const group = this.#group;
    this.#leave();
    await group?.committed;
  }

  async #close(): Promise<void> {
    const group = this.#group;
    if (group === undefined) return;
    try {
      await this.#connection.command('commit');
      this.#group = undefined;
      group.succeed(undefined);
    } catch (error) {
      if (this.#connection.isInTransaction) await this.#connection.command('rollback');
      this.#lose(error);
    }
  }

  /** SQLite has rolled the group back. */
  #lose(cause: unknown): void {
    this.#group?.fail(cause);
    this.#group = undefined;
  }
}
