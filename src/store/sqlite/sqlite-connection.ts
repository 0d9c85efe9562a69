import { setTimeout } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { isSqliteBusy } from './sqlite-errors.ts';

/** Prepared statements that are kept: preparing takes longer than most statements, and memory until the next collection. */
const PREPARED_KEPT = 100;

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** An open file of a database, with its prepared statements. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #lockTimeout: number;
  readonly #prepared = new Map<string, Prepared>();
  #version: StatementSync | undefined;

  /** @param lockTimeout milliseconds to wait for a lock of another process */
  constructor(database: DatabaseSync, lockTimeout: number) {
    this.#database = database;
    this.#lockTimeout = lockTimeout;
  }

  /** False as well after SQLite has rolled a transaction back by itself, as it does when the disk is full. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** A number that is another one after another connection has committed something; undefined when this one is closed. */
  version(): unknown {
    if (!this.#database.isOpen) return undefined;
    this.#version ??= this.#database.prepare('PRAGMA data_version');
    return this.#version.get()?.['data_version'];
  }

  /** Runs a statement. Waits for a lock of another process, and does not block this one meanwhile. */
  async run<Row>({
    sql,
    parameters,
  }: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<Row>> {
    const end = performance.now() + this.#lockTimeout;
    for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
      try {
        return this.#runOnce<Row>(sql, parameters as readonly SQLInputValue[]);
      } catch (error) {
        if (!isSqliteBusy(error) || performance.now() >= end) throw error;
        await setTimeout(pause);
      }
    }
  }

  /** Runs a statement without parameters, as `run` does. */
  async command(sql: string): Promise<void> {
    await this.run({ sql, parameters: [] });
  }

  *rows<Row>({ sql, parameters }: CompiledQuery): IterableIterator<QueryResult<Row>> {
    for (const row of this.#database.prepare(sql).iterate(...(parameters as SQLInputValue[]))) {
      yield { rows: [row as Row] };
    }
  }

  close(): void {
    this.#database.close();
  }

  #runOnce<Row>(sql: string, parameters: readonly SQLInputValue[]): QueryResult<Row> {
    const { statement, returnsRows } = this.#prepare(sql);
    if (returnsRows) return { rows: statement.all(...parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    const statement = known?.statement ?? this.#database.prepare(sql);
    const prepared = known ?? { statement, returnsRows: statement.columns().length > 0 };
    // Move it to the end: the statement that was not used for longest is removed first.
    this.#prepared.delete(sql);
    this.#prepared.set(sql, prepared);
    for (const oldest of this.#prepared.keys()) {
      if (this.#prepared.size <= PREPARED_KEPT) break;
      this.#prepared.delete(oldest);
    }
    return prepared;
  }
}
