import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import type { Product } from '../rules/product.ts';
import { ORDINARY_CHANNEL } from '../rules/version.ts';

/**
 * The LatestVersion schema of the contract, for the newest version of a product; null when there is none.
 * @param environment undefined for any
 */
export async function latestVersion(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  product: Product,
  environment: string | undefined,
): Promise<components['schemas']['LatestVersion'] | null> {
  const version = await store.versions.newest({
    productId: product.id,
    environment,
    channel: ORDINARY_CHANNEL,
    releasedUntil: clock(),
  });
  if (version === undefined) return null;
  return {
    id: version.id,
    product_id: product.id,
    version: version.version,
    environment: version.environment,
    channel: version.channel,
    release_date: version.release_date.toISOString(),
    hash_md5: version.hash_md5,
    eula_link: version.eula_link,
    release_notes_link: version.release_notes_link,
    size: version.size?.toString() ?? null,
    requires_version: version.requires_version,
    full_link: null,
    filename: version.filename,
    enabled: version.enabled,
    created_at: version.created_at.toISOString(),
    updated_at: version.updated_at.toISOString(),
  };
}
