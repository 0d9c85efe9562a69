import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from './errors.ts';

/** A key of the License API: names its holder and signs requests. */
export interface ApiKey {
  readonly id: number;
  /** For people. */
  readonly name: string;
  readonly apiKey: string;
  readonly sharedKey: string;
  /** Whether it may read alone. */
  readonly readOnly: boolean;
  readonly revokedAt: Date | null;
  /** The products it may be used for; null for all. */
  readonly productIds: readonly number[] | null;
}

/** An API key without its secret. */
export type ApiKeyOverview = Omit<ApiKey, 'sharedKey'>;

/** What a new key is called on the wire, and the secret that signs: 40 characters. */
export function newCredentials(): Pick<ApiKey, 'apiKey' | 'sharedKey'> {
  return { apiKey: randomUUID(), sharedKey: randomBytes(30).toString('base64url') };
}

/** @throws ApiError read_only_api_key */
export function assertMayChange(apiKey: ApiKey): void {
  if (apiKey.readOnly) throw new ApiError('read_only_api_key', 'This API key is read-only.');
}
