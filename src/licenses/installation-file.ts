import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import { linkTo } from '../files/link-to.ts';
import type { Candidate } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import type { Tables } from '../store/tables.ts';
import { ORDINARY_CHANNEL, releasedUntil, type Version } from '../rules/version.ts';

type Schemas = components['schemas'];

/** The store may be a transaction. */
type Slice = Pick<Deps, 'keys' | 'config'> & { readonly store: Pick<Tables, 'versions'> };

/** What the answers to activations and checks say about the newest version that the license gets. */
export type InstallationFields = Pick<
  Schemas['License'],
  keyof Schemas['InstallationFile'] & keyof Schemas['License']
>;

/** The field of an activation: an object. What there is not is empty, as in a check. */
export async function activationFile(
  deps: Slice,
  candidate: Candidate,
  context: { product: Product; now: Date },
): Promise<InstallationFields> {
  return { installation_file: await newestFile(deps, candidate, context) };
}

/** The fields of a check: texts. @param context.environment undefined for any */
export function checkedFile(
  deps: Slice,
  candidate: Candidate,
  context: { product: Product; now: Date; environment: string | undefined },
): Promise<InstallationFields> {
  return newestFile(deps, candidate, context);
}

/** The InstallationFile schema of the contract. @param version undefined when there is none: then all of it is empty */
export function presentInstallationFile(
  deps: Pick<Deps, 'keys' | 'config'>,
  version: Version | undefined,
  now: Date,
): Schemas['InstallationFile'] {
  return {
    version: version?.version ?? '',
    installation_file: version === undefined ? '' : linkTo(deps, version, now),
    release_date: version?.release_date.toISOString() ?? '',
    hash_md5: version?.hash_md5 ?? '',
    size: version?.size?.toString() ?? '',
    requires_version: version?.requires_version ?? '',
    environment: version?.environment ?? '',
    channel: version?.channel ?? '',
    eula_link: version?.eula_link ?? '',
    release_notes_link: version?.release_notes_link ?? '',
  };
}

/** A product without versions costs no query. */
async function newestFile(
  deps: Slice,
  { license }: Candidate,
  context: { product: Product; now: Date; environment?: string | undefined },
): Promise<Schemas['InstallationFile']> {
  const { product, now, environment } = context;
  const version = license.has_versions
    ? await deps.store.versions.newest({
        productId: product.id,
        environment,
        channel: ORDINARY_CHANNEL,
        releasedUntil: releasedUntil(license, now),
      })
    : undefined;
  return presentInstallationFile(deps, version, now);
}
