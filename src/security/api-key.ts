import { ApiError } from '../errors.ts';

/** A key of the License API: names its holder and signs requests. */
export interface ApiKey {
  readonly id: number;
  readonly apiKey: string;
  readonly sharedKey: string;
  readonly readOnly: boolean;
  readonly revokedAt: Date | null;
  /** The products it may be used for; null for all. */
  readonly productIds: readonly number[] | null;
}

/** @throws ApiError read_only_api_key */
export function assertMayChange(apiKey: ApiKey): void {
  if (apiKey.readOnly) throw new ApiError('read_only_api_key', 'This API key is read-only.');
}
