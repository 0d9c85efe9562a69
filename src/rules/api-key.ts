import { randomBytes, randomUUID } from 'node:crypto';
import { companyScope, type Credential } from './credential.ts';

/** A key of the License API. It identifies the application and signs its requests. */
export interface ApiKey {
  readonly id: number;
  /** A name for the vendor; applications do not send it. */
  readonly name: string;
  readonly api_key: string;
  readonly shared_key: string;
  /** True when the key is read-only. */
  readonly read_only: boolean;
  readonly revoked_at: Date | null;
  /** The products it may be used for; null for all. */
  readonly product_ids: readonly number[] | null;
}

/** An API key without its secret. */
export type ApiKeyOverview = Omit<ApiKey, 'shared_key'>;

/** A new API key with its shared key of 40 characters. */
export function newCredentials(): Pick<ApiKey, 'api_key' | 'shared_key'> {
  return { api_key: randomUUID(), shared_key: randomBytes(30).toString('base64url') };
}

/** The credential that an API key is: for all licenses of its products. */
export function credentialOf({ id, read_only, product_ids }: ApiKey): Credential {
  return { kind: 'api_key', id, read_only, product_ids, scope: companyScope };
}
