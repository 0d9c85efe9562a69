import type { Kysely, Selectable } from 'kysely';
import type { Sealing } from '../security/sealing.ts';
import type { Connection, CustomerAccount, ResponseType } from '../sso/customer-account.ts';
import type { Schema } from './schema.ts';

/** A connection's row is named by its customer account. */
const clientSecretOf = (customerAccountId: number) => ({
  table: 'connections',
  column: 'client_secret',
  row: customerAccountId,
});

export function customerAccountStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    async findByCode(code: string): Promise<CustomerAccount | undefined> {
      const account = await db
        .selectFrom('customer_accounts')
        .selectAll()
        .where('code', '=', code)
        .executeTakeFirst();
      if (account === undefined) return undefined;
      const connection = await db
        .selectFrom('connections')
        .selectAll()
        .where('customer_account_id', '=', account.id)
        .executeTakeFirst();
      const redirectUris = await db
        .selectFrom('redirect_uris')
        .select(['uri', 'is_default'])
        .where('customer_account_id', '=', account.id)
        .orderBy('uri')
        .execute();
      return {
        id: account.id,
        code: account.code,
        name: account.name,
        enabled: account.enabled === 1,
        connection: connection === undefined ? null : toConnection(connection, sealing),
        redirectUris: redirectUris.map((row) => ({
          uri: row.uri,
          isDefault: row.is_default === 1,
        })),
      };
    },

    async find(id: number): Promise<CustomerAccount | undefined> {
      const row = await db
        .selectFrom('customer_accounts')
        .select('code')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && this.findByCode(row.code);
    },

    async create(account: CustomerAccount, now: Date): Promise<void> {
      await db
        .insertInto('customer_accounts')
        .values({
          id: account.id,
          code: account.code,
          name: account.name,
          enabled: Number(account.enabled),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
      for (const { uri, isDefault } of account.redirectUris) {
        await db
          .insertInto('redirect_uris')
          .values({ customer_account_id: account.id, uri, is_default: Number(isDefault) })
          .execute();
      }
      if (account.connection !== null) await this.setConnection(account.id, account.connection);
    },

    async setEnabled(id: number, enabled: boolean): Promise<void> {
      await db
        .updateTable('customer_accounts')
        .set({ enabled: Number(enabled) })
        .where('id', '=', id)
        .execute();
    },

    /** Gives the account this connection, in place of any other. */
    async setConnection(customerAccountId: number, connection: Connection): Promise<void> {
      const oidc = connection.kind === 'oidc' ? connection : undefined;
      const row = {
        kind: connection.kind,
        enabled: Number(connection.enabled),
        default_response_type: connection.defaultResponseType,
        allow_implicit: Number(connection.allowImplicit),
        issuer: oidc?.issuer ?? null,
        client_id: oidc?.clientId ?? null,
        client_secret:
          oidc === undefined
            ? null
            : sealing.seal(oidc.clientSecret, clientSecretOf(customerAccountId)),
        trust_unverified_email: Number(oidc?.trustUnverifiedEmail ?? false),
      };
      await db
        .insertInto('connections')
        .values({ customer_account_id: customerAccountId, ...row })
        .onConflict((conflict) => conflict.column('customer_account_id').doUpdateSet(row))
        .execute();
    },
  };
}

function toConnection(row: Selectable<Schema['connections']>, sealing: Sealing): Connection {
  const common = {
    enabled: row.enabled === 1,
    defaultResponseType: row.default_response_type as ResponseType,
    allowImplicit: row.allow_implicit === 1,
  };
  if (row.kind === 'password') return { ...common, kind: 'password' };
  return {
    ...common,
    kind: 'oidc',
    issuer: row.issuer ?? '',
    clientId: row.client_id ?? '',
    clientSecret:
      row.client_secret === null
        ? ''
        : sealing.open(row.client_secret, clientSecretOf(row.customer_account_id)),
    trustUnverifiedEmail: row.trust_unverified_email === 1,
  };
}
