import type { Version } from '../../rules/version.ts';
import type { Tables } from '../../store/tables.ts';
import { alreadyExists } from '../change.ts';

/** Checks that no other version of the product has this name, environment and channel. @throws ApiError already_exists */
export async function assertFreeName(store: Tables, version: Version): Promise<void> {
  const id = await store.versions.findId(version);
  if (id === undefined || id === version.id) return;
  const environment = version.environment === '' ? 'every environment' : version.environment;
  throw alreadyExists(
    `body: there is a version ${version.version} for ${environment} in the channel ${version.channel} already.`,
  );
}
