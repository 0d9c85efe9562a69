import type { Kysely } from 'kysely';
import { text } from '../../rules/fields.ts';
import { versionSortKey } from '../../rules/version-order.ts';
import {
  ENVIRONMENTS,
  type Version,
  versionFields,
  type VersionFilter,
} from '../../rules/version.ts';
import { fromColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import type { Filter, Page, PageRequest } from '../pages.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

/** The columns of a version: its fields, and what it is ordered by. */
const versionColumns = { ...versionFields, sort_key: text };

/** A version with the code of its product. */
export type StoredVersion = Stored<Version> & { readonly product_code: string };

/** The number of versions that an application gets at once. */
const MOST_LISTED = 1_000;

/** What names a version of a product. */
type Name = Pick<Version, 'product_id' | 'version' | 'environment' | 'channel'>;

export function versionStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'versions', versionColumns);

  return {
    async find(id: number): Promise<StoredVersion | undefined> {
      const found = await table.find(id);
      return found && withCode(found);
    },

    async list(filter: Filter<'versions'>, page: PageRequest): Promise<Page<StoredVersion>> {
      const found = await table.list(filter, page);
      return { ...found, items: await withCodes(found.items) };
    },

    async create(version: Version, now: Date): Promise<StoredVersion> {
      return withCode(await table.create({ ...version, ...order(version) }, now));
    },

    /**
     * Stores a changed version.
     * @param version with the revision that it had when it was read
     * @returns the stored version; undefined when it has changed since it was read
     */
    async update(version: Stored<Version>, now: Date): Promise<StoredVersion | undefined> {
      const stored = await table.update({ ...version, ...order(version) }, now);
      return stored && withCode(stored);
    },

    delete: table.delete,

    /** The id of the version of this name; undefined when there is none. */
    async findId({ product_id, version, environment, channel }: Name): Promise<number | undefined> {
      const row = await db
        .selectFrom('versions')
        .select('id')
        .where('product_id', '=', product_id)
        .where('version', '=', version)
        .where('environment', '=', environment)
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row?.id;
    },

    /** The newest enabled version that fits. */
    async newest(filter: VersionFilter): Promise<Stored<Version> | undefined> {
      const row = await fitting(filter).selectAll().limit(1).executeTakeFirst();
      return (
        row && {
          id: row.id,
          ...fromColumns(versionFields, row),
          revision: row.revision,
          created_at: new Date(row.created_at),
          updated_at: new Date(row.updated_at),
        }
      );
    },

    /** The names and release dates of the enabled versions that fit, newest first. A name may be there more than once. */
    async listNames(filter: VersionFilter): Promise<{ version: string; release_date: Date }[]> {
      const rows = await fitting(filter)
        .select(['version', 'release_date'])
        .limit(MOST_LISTED)
        .execute();
      return rows.map((row) => ({
        version: row.version,
        release_date: new Date(row.release_date),
      }));
    },

    /** What is sent when an application downloads a stored file; undefined when no enabled version has it. */
    async findFile(
      uploadId: number,
    ): Promise<{ filename: string; size: number; hash_sha256: string } | undefined> {
      const row = await db
        .selectFrom('versions')
        .select(['filename', 'size', 'hash_sha256'])
        .where('upload_id', '=', uploadId)
        .where('enabled', '=', 1)
        .executeTakeFirst();
      return (
        row && {
          filename: row.filename ?? '',
          size: row.size ?? 0,
          hash_sha256: row.hash_sha256 ?? '',
        }
      );
    },
  };

  function fitting({ productId, environment, channel, version, releasedUntil }: VersionFilter) {
    const environments = environment === undefined ? undefined : namesOf(environment);
    return db
      .selectFrom('versions')
      .where('product_id', '=', productId)
      .where('enabled', '=', 1)
      .where('release_date', '<=', releasedUntil.getTime())
      .$if(channel !== undefined, (select) => select.where('channel', '=', channel ?? ''))
      .$if(version !== undefined, (select) => select.where('version', '=', version ?? ''))
      .$if(environments !== undefined, (select) =>
        select.where('environment', 'in', environments ?? []),
      )
      .orderBy('sort_key', 'desc')
      .orderBy('release_date', 'desc')
      .orderBy('id', 'desc');
  }

  async function withCodes(versions: Stored<Version>[]): Promise<StoredVersion[]> {
    const ids = versions.map((version) => version.product_id);
    const products = await lookUp(db, 'products', ids);
    return versions.map((version) => ({
      ...version,
      product_code: products.get(version.product_id)?.code ?? '',
    }));
  }

  async function withCode(version: Stored<Version>): Promise<StoredVersion> {
    const [one] = await withCodes([version]);
    return one as StoredVersion;
  }
}

/** A version without an environment runs on every usual one. */
function namesOf(environment: string): string[] {
  return ENVIRONMENTS.includes(environment) ? [environment, ''] : [environment];
}

function order({ version }: Version) {
  return { sort_key: versionSortKey(version) };
}
