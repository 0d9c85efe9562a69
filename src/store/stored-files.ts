import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { isPostgres } from '../config/postgres-url.ts';
import { connect } from './connect.ts';

/** A file of the data folder that a database knows. */
export interface StoredFile {
  readonly id: number;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly hash_sha256: string;
  /** The code of the product, and the version, that has the file; null for an upload that none has yet. */
  readonly product: string | null;
  readonly version: string | null;
}

const QUERY = `
  select uploads.id, uploads.filename, uploads.size, uploads.hash_sha256, products.code as product, versions.version
  from uploads
  left join versions on versions.upload_id = uploads.id
  left join products on products.id = versions.product_id
  where uploads.state <> 'discarded'
  order by uploads.id`;

/** PostgreSQL's undefined_table. */
const NO_TABLE = '42P01';

/**
 * Lists the installation files that a database knows: without a secret key, and without changing anything, as of a
 * backup. An earlier release knows none.
 * @param database an existing file, or a `postgres://` URL
 */
export async function listStoredFiles(database: string): Promise<StoredFile[]> {
  try {
    return isPostgres(database) ? await fromPostgres(database) : fromFile(database);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === NO_TABLE || message === 'no such table: uploads') return [];
    throw error;
  }
}

function fromFile(database: string): StoredFile[] {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
  try {
    const rows: unknown = db.prepare(QUERY).all();
    return rows as StoredFile[];
  } finally {
    db.close();
  }
}

async function fromPostgres(database: string): Promise<StoredFile[]> {
  const { db } = connect(database, { pool: 1 });
  try {
    const { rows } = await db.executeQuery<StoredFile>(CompiledQuery.raw(QUERY));
    return rows;
  } finally {
    await db.destroy();
  }
}
