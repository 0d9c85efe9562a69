import { PostgresAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Entries of the audit log are found by whom and what they are about. */
export const finding: Migration = {
  async up(db) {
    const { schema } = db;
    for (const name of ['email', 'product', 'license_key', 'hardware_id']) {
      await schema.alterTable('audit_log').addColumn(name, 'text').execute();
    }
    await schema.alterTable('audit_log').addColumn('license_user_id', 'bigint').execute();

    // What stood among the details until now. PostgreSQL reads no JSON with escapes that stand for no text of its own.
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
    const named = (name: string) =>
      isPostgres
        ? sql`detail::json ->> ${sql.lit(name)}`
        : sql`json_extract(detail, ${sql.lit(`$.${name}`)})`;
    const escape = isPostgres ? sql`strpos(detail, '\\u')` : sql`instr(detail, '\\u')`;
    await sql`update audit_log set
      email = lower(coalesce(${named('username')}, ${named('email')})),
      product = ${named('product')},
      hardware_id = ${named('hardware_id')}
      where ${escape} = 0`.execute(db);
    await sql`update audit_log set email = lower(actor_id) where actor_kind = 'license_user'`.execute(
      db,
    );
    await sql`update audit_log set license_user_id = subject_id
      where subject_kind = 'license_user'`.execute(db);
    await sql`update audit_log set
      license_key = (select license_key from licenses where id = subject_id)
      where subject_kind = 'license'`.execute(db);

    const columns = ['email', 'license_user_id', 'product', 'license_key', 'hardware_id'] as const;
    for (const column of [...columns, 'request_id', 'code'] as const) {
      await schema
        .createIndex(`audit_log_${column}`)
        .on('audit_log')
        .columns([column, 'created_at', 'id'])
        .where(column, 'is not', null)
        .execute();
    }
  },
};
