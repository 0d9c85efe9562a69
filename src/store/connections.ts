import type { Kysely, Selectable } from 'kysely';
import type { Sealing } from '../security/sealing.ts';
import type { Connection, ResponseType } from '../sso/customer-account.ts';
import { DEFAULT_OIDC_SETTINGS, type OidcSettings } from '../sso/oidc-connection.ts';
import type { Schema } from './schema.ts';

/** A connection, and how often it was changed. */
export type StoredConnection = Connection & { readonly revision: number };

/** A connection's row is named by its customer account. */
const clientSecretOf = (accountId: number) => ({
  table: 'connections',
  column: 'client_secret',
  row: accountId,
});

/** How the people of each customer account sign in. */
export function connectionStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    async find(accountId: number): Promise<StoredConnection | undefined> {
      const row = await db
        .selectFrom('connections')
        .selectAll()
        .where('customer_account_id', '=', accountId)
        .executeTakeFirst();
      return row && toConnection(row, sealing);
    },

    /** @returns the kind for each account that has a connection */
    async findKindsOf(accountIds: readonly number[]): Promise<Map<number, Connection['kind']>> {
      if (accountIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('connections')
        .select(['customer_account_id', 'kind'])
        .where('customer_account_id', 'in', accountIds)
        .execute();
      return new Map(rows.map((row) => [row.customer_account_id, row.kind as Connection['kind']]));
    },

    /**
     * Gives the account this connection, in place of any other.
     * @param seen the revision that may be replaced, 0 for none; without it, any
     * @returns what it is now; undefined where there is another than the one seen
     */
    async set(
      accountId: number,
      connection: Connection,
      seen?: number,
    ): Promise<StoredConnection | undefined> {
      const row = toRow(accountId, connection, sealing);
      const stored = await db
        .insertInto('connections')
        .values({ customer_account_id: accountId, ...row })
        .onConflict((conflict) => {
          const update = conflict
            .column('customer_account_id')
            .doUpdateSet((eb) => ({ ...row, revision: eb('connections.revision', '+', 1) }));
          return seen === undefined ? update : update.where('connections.revision', '=', seen);
        })
        .returningAll()
        .executeTakeFirst();
      return stored && toConnection(stored, sealing);
    },

    /** @param seen the revision that may be deleted; without it, any @returns whether there was such a one */
    async delete(accountId: number, seen?: number): Promise<boolean> {
      let query = db.deleteFrom('connections').where('customer_account_id', '=', accountId);
      if (seen !== undefined) query = query.where('revision', '=', seen);
      const { numDeletedRows } = await query.executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}

function toRow(accountId: number, connection: Connection, sealing: Sealing) {
  const oidc = connection.kind === 'oidc' ? connection : undefined;
  const settings: OidcSettings = oidc ?? DEFAULT_OIDC_SETTINGS;
  return {
    kind: connection.kind,
    enabled: Number(connection.enabled),
    default_response_type: connection.defaultResponseType,
    allow_implicit: Number(connection.allowImplicit),
    issuer: oidc?.issuer ?? null,
    client_id: oidc?.clientId ?? null,
    client_secret:
      oidc === undefined ? null : sealing.seal(oidc.clientSecret, clientSecretOf(accountId)),
    trust: settings.trust,
    email_claim: settings.emailClaim,
    scopes: JSON.stringify(settings.scopes),
    required_claims: JSON.stringify(settings.requiredClaims),
    response_mode: settings.responseMode,
    token_endpoint_auth_method: settings.tokenEndpointAuthMethod,
  };
}

function toConnection(row: Selectable<Schema['connections']>, sealing: Sealing): StoredConnection {
  const common = {
    revision: row.revision,
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
    trust: row.trust as OidcSettings['trust'],
    emailClaim: row.email_claim,
    scopes: JSON.parse(row.scopes) as string[],
    requiredClaims: JSON.parse(row.required_claims) as Record<string, string>,
    responseMode: row.response_mode as OidcSettings['responseMode'],
    tokenEndpointAuthMethod:
      row.token_endpoint_auth_method as OidcSettings['tokenEndpointAuthMethod'],
  };
}
