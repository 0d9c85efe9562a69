import { randomBytes } from 'node:crypto';
import type { Credential, Scope } from './credential.ts';

/** What a client is for: at most one is given, otherwise it is for the company. */
export interface ScopeIds {
  readonly customer_account_id: number | null;
  readonly customer_id: number | null;
  readonly license_id: number | null;
}

/** An OAuth client. It gets access tokens for the License API with its secret. */
export interface OAuthClient extends ScopeIds {
  readonly id: number;
  /** A name for the vendor; applications do not send it. */
  readonly name: string;
  readonly client_id: string;
  readonly scope: Scope['kind'];
  /** True when the client is read-only. */
  readonly read_only: boolean;
  /** The products it may be used for; null for all. */
  readonly product_ids: readonly number[] | null;
  readonly revoked_at: Date | null;
}

/** A secret of a client. It gets tokens, and signs requests for activation without a network. */
export interface ClientSecret {
  /** Newer secrets have higher ones, and none is repeated. */
  readonly generation: number;
  readonly secret: string;
  /** When it stops working; null for the newest one. */
  readonly expires_at: Date | null;
}

/** A client with all that authenticates it. */
export interface KnownClient {
  readonly client: OAuthClient;
  readonly scope: Scope;
  /** Newest first; expired ones may be among them. */
  readonly secrets: readonly ClientSecret[];
}

/** The claim of access tokens with the generation of the secret that got the token. It works as long as this secret. */
export const GENERATION_CLAIM = 'secret_generation';

/** The word for each scope in client IDs. */
const WORDS: Record<Scope['kind'], string> = {
  company: 'company',
  customer_account: 'customeraccount',
  customer: 'customer',
  license: 'license',
};

/** The scope that the IDs of a new client mean. */
export function scopeKindOf({
  customer_account_id,
  customer_id,
  license_id,
}: ScopeIds): Scope['kind'] {
  if (license_id !== null) return 'license';
  if (customer_id !== null) return 'customer';
  return customer_account_id !== null ? 'customer_account' : 'company';
}

/** The client ID of a new client. It tells the scope. @param id the ID of the client */
export function newClientId(scope: Scope['kind'], id: number): string {
  return `auth-${WORDS[scope]}-${id}`;
}

const CLIENT_ID = new RegExp(`^auth-(${Object.values(WORDS).join('|')})-[1-9]\\d{0,15}$`);

/** True when a text has the form of a client ID. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

/** A new secret of 40 characters. */
export function newClientSecret(): string {
  return randomBytes(30).toString('base64url');
}

/** The secrets that work at a time, newest first; none when the client is revoked. */
export function workingSecrets({ client, secrets }: KnownClient, now: Date): ClientSecret[] {
  if (client.revoked_at !== null) return [];
  return secrets.filter(({ expires_at: end }) => end === null || end > now);
}

/** The credential that a client is. */
export function credentialOf({ client, scope }: KnownClient): Credential {
  const { id, read_only, product_ids } = client;
  return { kind: 'oauth_client', id, read_only, product_ids, scope };
}
