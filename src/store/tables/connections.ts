import type { Kysely, Selectable } from 'kysely';
import { type Sealing, SealingError } from '../../security/sealing.ts';
import type { Connection, ResponseType } from '../../rules/customer-account.ts';
import { DEFAULT_OIDC_SETTINGS, type OidcSettings } from '../../rules/oidc-connection.ts';
import { recordStore } from './records.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';

/** A connection with its revision. */
export type StoredConnection = Connection & { readonly revision: number };

/** Stands for a client secret that cannot be opened. A real one is never empty. */
export const UNREADABLE_SECRET = '';

/** The id of the customer account identifies the row. */
const clientSecretOf = (accountId: number) => ({
  table: 'connections',
  column: 'client_secret',
  row: accountId,
});

/** Connections: how the people of each customer account sign in. */
export function connectionStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    /** @throws SealingError when its secret cannot be opened */
    async find(accountId: number): Promise<StoredConnection | undefined> {
      const row = await rowOf(accountId);
      return row && toConnection(row, sealing);
    },

    /** Like `find`, but a secret that cannot be opened is `UNREADABLE_SECRET`, so that it can be replaced. */
    async findToChange(accountId: number): Promise<StoredConnection | undefined> {
      const row = await rowOf(accountId);
      try {
        return row && toConnection(row, sealing);
      } catch (error) {
        if (!(error instanceof SealingError) || row === undefined) throw error;
        return toConnection({ ...row, client_secret: null }, sealing);
      }
    },

    /** @returns the kinds by account id, for accounts that have a connection */
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
     * True when the account still has the same kind of connection and issuer. A transaction locks the connection until
     * it ends.
     */
    async isUnchanged(accountId: number, seen: Connection): Promise<boolean> {
      let query = db
        .selectFrom('connections')
        .select(['kind', 'issuer'])
        .where('customer_account_id', '=', accountId);
      if (needsRowLocks(db)) query = query.forShare();
      const row = await query.executeTakeFirst();
      return row !== undefined && !isOtherProvider(row, seen);
    },

    /**
     * Stores the connection of an account. When the identity provider changes, all sign-ins of the account end.
     * @param seen the revision that may be replaced, 0 for none; undefined for any
     * @returns the stored connection; undefined when it has another revision than `seen`
     */
    async set(
      accountId: number,
      connection: Connection,
      seen?: number,
    ): Promise<StoredConnection | undefined> {
      const row = toRow(accountId, connection, sealing);
      const before = await db
        .selectFrom('connections')
        .select(['kind', 'issuer'])
        .where('customer_account_id', '=', accountId)
        .executeTakeFirst();
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
      if (stored === undefined) return undefined;
      if (before !== undefined && isOtherProvider(before, connection)) await endSignIns(accountId);
      return toConnection(stored, sealing);
    },

    /**
     * Deletes the connection and ends all sign-ins of the account.
     * @param seen the revision that may be deleted; undefined for any
     * @returns false when there is no connection of that revision
     */
    async delete(accountId: number, seen?: number): Promise<boolean> {
      let query = db.deleteFrom('connections').where('customer_account_id', '=', accountId);
      if (seen !== undefined) query = query.where('revision', '=', seen);
      const { numDeletedRows } = await query.executeTakeFirstOrThrow();
      if (numDeletedRows === 1n) await endSignIns(accountId);
      return numDeletedRows === 1n;
    },
  };

  function rowOf(accountId: number): Promise<Selectable<Schema['connections']> | undefined> {
    return db
      .selectFrom('connections')
      .selectAll()
      .where('customer_account_id', '=', accountId)
      .executeTakeFirst();
  }

  /** Sessions, codes and tokens need the identity. Records are deleted for sign-ins that have no identity yet. */
  async function endSignIns(accountId: number): Promise<void> {
    await db.deleteFrom('identities').where('customer_account_id', '=', accountId).execute();
    await recordStore(db, sealing).deleteOfAccount(accountId);
  }
}

/** True when the kind of connection or the issuer differs. */
function isOtherProvider(row: { kind: string; issuer: string | null }, other: Connection): boolean {
  return row.kind !== other.kind || row.issuer !== (other.kind === 'oidc' ? other.issuer : null);
}

function toRow(accountId: number, connection: Connection, sealing: Sealing) {
  const oidc = connection.kind === 'oidc' ? connection : undefined;
  const settings: OidcSettings = oidc ?? DEFAULT_OIDC_SETTINGS;
  return {
    kind: connection.kind,
    enabled: Number(connection.enabled),
    default_response_type: connection.default_response_type,
    allow_implicit: Number(connection.allow_implicit),
    issuer: oidc?.issuer ?? null,
    client_id: oidc?.client_id ?? null,
    client_secret:
      oidc === undefined ? null : sealing.seal(oidc.client_secret, clientSecretOf(accountId)),
    trust: settings.trust,
    email_claim: settings.email_claim,
    scopes: JSON.stringify(settings.scopes),
    required_claims: JSON.stringify(settings.required_claims),
    response_mode: settings.response_mode,
    token_endpoint_auth_method: settings.token_endpoint_auth_method,
  };
}

function toConnection(row: Selectable<Schema['connections']>, sealing: Sealing): StoredConnection {
  const common = {
    revision: row.revision,
    enabled: row.enabled === 1,
    default_response_type: row.default_response_type as ResponseType,
    allow_implicit: row.allow_implicit === 1,
  };
  if (row.kind === 'password') return { ...common, kind: 'password' };
  return {
    ...common,
    kind: 'oidc',
    issuer: row.issuer ?? '',
    client_id: row.client_id ?? '',
    client_secret:
      row.client_secret === null
        ? UNREADABLE_SECRET
        : sealing.open(row.client_secret, clientSecretOf(row.customer_account_id)),
    trust: row.trust as OidcSettings['trust'],
    email_claim: row.email_claim,
    scopes: JSON.parse(row.scopes) as string[],
    required_claims: JSON.parse(row.required_claims) as Record<string, string>,
    response_mode: row.response_mode as OidcSettings['response_mode'],
    token_endpoint_auth_method:
      row.token_endpoint_auth_method as OidcSettings['token_endpoint_auth_method'],
  };
}
