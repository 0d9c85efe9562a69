import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from './errors.ts';

/** A key of the License API: names its holder and signs requests. */
export interface ApiKey {
  readonly id: number;
  /** For people. */
  readonly name: string;
  readonly api_key: string;
  readonly shared_key: string;
  /** Whether it may read alone. */
  readonly read_only: boolean;
  readonly revoked_at: Date | null;
  /** The products it may be used for; null for all. */
  readonly product_ids: readonly number[] | null;
}

/** An API key without its secret. */
export type ApiKeyOverview = Omit<ApiKey, 'shared_key'>;

/** What a new key is called on the wire, and the secret that signs: 40 characters. */
export function newCredentials(): Pick<ApiKey, 'api_key' | 'shared_key'> {
  return { api_key: randomUUID(), shared_key: randomBytes(30).toString('base64url') };
}

/** @throws ApiError read_only_api_key */
export function assertMayChange(apiKey: ApiKey): void {
  if (apiKey.read_only) throw new ApiError('read_only_api_key', 'This API key is read-only.');
}
