import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../rules/credential.ts';
import type { ClientSecret, KnownClient, OAuthClient } from '../../rules/oauth-client.ts';
import type { Sealing } from '../../security/sealing.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';
import { productLimits } from './product-limits.ts';

/** Filters; undefined means any. */
export interface OAuthClientFilter {
  readonly name?: string | undefined;
  readonly client_id?: string | undefined;
  readonly scope?: Scope['kind'] | undefined;
  readonly customer_account_id?: number | undefined;
  readonly customer_id?: number | undefined;
  readonly license_id?: number | undefined;
  readonly revoked?: boolean | undefined;
  /** Only clients that are good for this product. */
  readonly product_id?: number | undefined;
}

/** A client, with the times of its secrets. */
export type StoredClient = Stored<OAuthClient> & {
  readonly secret_created_at: Date;
  /** When the previous secret stops working, or has stopped; null when there is none. */
  readonly old_secret_expires_at: Date | null;
};
type SecretTimes = Pick<StoredClient, 'secret_created_at' | 'old_secret_expires_at'>;
type Row = Selectable<Schema['oauth_clients']>;

const placeOf = (id: number, generation: number) => ({
  table: 'oauth_client_secrets',
  column: 'secret',
  row: `${id}/${generation}`,
});

export function oauthClientStore(db: Kysely<Schema>, sealing: Sealing) {
  const products = productLimits(db, 'oauth_client_products');

  return {
    /**
     * Reads a client with its secrets, to authenticate it and to check what it has signed. `workingSecrets` says which of
     * them work. One statement, so that everything fits together.
     */
    async findByClientId(clientId: string): Promise<KnownClient | undefined> {
      const rows = await db
        .selectFrom('oauth_clients as client')
        .innerJoin('oauth_client_secrets as secrets', 'secrets.oauth_client_id', 'client.id')
        .leftJoin('oauth_client_products as limits', 'limits.oauth_client_id', 'client.id')
        .leftJoin('licenses', 'licenses.id', 'client.license_id')
        .leftJoin('customers', (join) =>
          join.on((eb) =>
            eb('customers.id', '=', eb.fn.coalesce('client.customer_id', 'licenses.customer_id')),
          ),
        )
        .selectAll('client')
        .select([
          'secrets.generation',
          'secrets.secret',
          'secrets.expires_at',
          'limits.product_id',
          'customers.customer_account_id as account_of_customer',
        ])
        .where('client.client_id', '=', clientId)
        .orderBy('secrets.generation', 'desc')
        .orderBy('limits.product_id')
        .execute();
      const [row] = rows;
      if (row === undefined) return undefined;
      const productIds = new Set(rows.map((each) => each.product_id).filter((id) => id !== null));
      const secrets = new Map<number, ClientSecret>();
      for (const { generation, secret, expires_at: end } of rows) {
        if (secrets.has(generation)) continue;
        secrets.set(generation, {
          generation,
          secret: sealing.open(secret, placeOf(row.id, generation)),
          expires_at: end === null ? null : new Date(end),
        });
      }
      return {
        client: toClient(row, [...productIds]),
        scope: scopeOf(row, row.account_of_customer),
        secrets: [...secrets.values()],
      };
    },

    async find(id: number): Promise<StoredClient | undefined> {
      const row = await db
        .selectFrom('oauth_clients')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && one(row);
    },

    async list(filter: OAuthClientFilter, page: PageRequest): Promise<Page<StoredClient>> {
      const { revoked, product_id: productId, ...values } = filter;
      const found = await readPage(
        db,
        'oauth_clients',
        (eb) => [
          ...equal(eb, values),
          ...(revoked === undefined ? [] : [eb('revoked_at', revoked ? 'is not' : 'is', null)]),
          ...(productId === undefined
            ? []
            : [eb.or([eb('limited', '=', 0), eb('id', 'in', products.limitedTo(productId))])]),
        ],
        page,
      );
      return { ...found, items: await all(found.items) };
    },

    async create(client: OAuthClient, secret: string, now: Date): Promise<StoredClient> {
      const row = await db
        .insertInto('oauth_clients')
        .values({
          id: client.id,
          client_id: client.client_id,
          scope: client.scope,
          customer_account_id: client.customer_account_id,
          customer_id: client.customer_id,
          license_id: client.license_id,
          revoked_at: client.revoked_at?.getTime() ?? null,
          created_at: now.getTime(),
          updated_at: now.getTime(),
          ...changeable(client),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await products.replace(client.id, client.product_ids);
      await addSecret(row, secret, now);
      return one(row);
    },

    /**
     * Stores a changed client.
     * @param client with the revision that it had when it was read
     * @returns the stored client; undefined when it has changed since it was read
     */
    async update(client: StoredClient, now: Date): Promise<StoredClient | undefined> {
      const row = await revise(client, now);
      if (row === undefined) return undefined;
      await products.replace(client.id, client.product_ids);
      return one(row);
    },

    /**
     * Gives a client a new secret. Those before it work until a time, or until an earlier one that they had. Call it in a
     * transaction.
     * @param client with the revision that it had when it was read
     * @returns the stored client; undefined when it has changed since it was read
     */
    async addSecret(
      client: StoredClient,
      secret: string,
      { now, oldExpireAt }: { now: Date; oldExpireAt: Date },
    ): Promise<StoredClient | undefined> {
      const row = await revise(client, now);
      if (row === undefined) return undefined;
      const { id } = client;
      const until = oldExpireAt.getTime();
      await db
        .deleteFrom('oauth_client_secrets')
        .where('oauth_client_id', '=', id)
        .where('expires_at', '<=', now.getTime())
        .execute();
      await db
        .updateTable('oauth_client_secrets')
        .set({ expires_at: until })
        .where('oauth_client_id', '=', id)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', until)]))
        .execute();
      await addSecret(row, secret, now);
      return one(row);
    },
  };

  async function revise(client: StoredClient, now: Date): Promise<Row | undefined> {
    return db
      .updateTable('oauth_clients')
      .set({
        ...changeable(client),
        revoked_at: client.revoked_at?.getTime() ?? null,
        revision: client.revision + 1,
        updated_at: now.getTime(),
      })
      .where('id', '=', client.id)
      .where('revision', '=', client.revision)
      .returningAll()
      .executeTakeFirst();
  }

  /** Revisions only grow, so no generation is repeated. */
  async function addSecret({ id, revision }: Row, secret: string, now: Date): Promise<void> {
    await db
      .insertInto('oauth_client_secrets')
      .values({
        oauth_client_id: id,
        generation: revision,
        secret: sealing.seal(secret, placeOf(id, revision)),
        created_at: now.getTime(),
        expires_at: null,
      })
      .execute();
  }

  async function one(row: Row): Promise<StoredClient> {
    const [client] = await all([row]);
    return client as StoredClient;
  }

  async function all(rows: Row[]): Promise<StoredClient[]> {
    const limits = await products.of(rows.filter((row) => row.limited === 1).map(({ id }) => id));
    const times = await secretTimes(rows.map(({ id }) => id));
    return rows.map((row) => ({
      ...toClient(row, limits.get(row.id) ?? []),
      ...storedFields(row),
      ...(times.get(row.id) as SecretTimes),
    }));
  }

  async function secretTimes(ids: readonly number[]): Promise<Map<number, SecretTimes>> {
    if (ids.length === 0) return new Map();
    const rows = await db
      .selectFrom('oauth_client_secrets')
      .select((eb) => [
        'oauth_client_id',
        eb.fn.max('created_at').as('created_at'),
        eb.fn.max('expires_at').as('expires_at'),
      ])
      .where('oauth_client_id', 'in', ids)
      .groupBy('oauth_client_id')
      .execute();
    return new Map(
      rows.map(({ oauth_client_id: id, created_at: createdAt, expires_at }) => {
        // Null while there is one secret only; Kysely's type leaves that out.
        const end = expires_at;
        const times = {
          secret_created_at: new Date(createdAt),
          old_secret_expires_at: end === null ? null : new Date(end),
        };
        return [id, times];
      }),
    );
  }
}

/** @param productIds the products that the client is limited to, if it is limited */
function toClient(row: Row, productIds: number[]): OAuthClient {
  return {
    id: row.id,
    name: row.name,
    client_id: row.client_id,
    scope: row.scope as Scope['kind'],
    customer_account_id: row.customer_account_id,
    customer_id: row.customer_id,
    license_id: row.license_id,
    read_only: row.read_only === 1,
    revoked_at: row.revoked_at === null ? null : new Date(row.revoked_at),
    product_ids: row.limited === 1 ? productIds : null,
  };
}

function scopeOf(row: Row, accountOfCustomer: number | null): Scope {
  const kind = row.scope as Scope['kind'];
  if (kind === 'company') return { kind };
  const id = row[`${kind}_id`] ?? 0;
  return { kind, id, customerAccountId: row.customer_account_id ?? accountOfCustomer };
}

function changeable(client: OAuthClient) {
  return {
    name: client.name,
    read_only: Number(client.read_only),
    limited: Number(client.product_ids !== null),
  };
}
