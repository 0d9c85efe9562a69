import type { Deps } from '../deps.ts';
import { signLink } from '../security/download-link.ts';
import type { Version } from '../rules/version.ts';
import type { Config } from '../config/config.ts';

/** The path below which stored files are downloaded. */
export const FILES_PATH = '/files';

type Slice = Pick<Deps, 'keys'> & { config: Pick<Config, 'publicUrl' | 'linkLifetime'> };

/** The URL of the file of a version: that of the vendor, or one of this server that expires. */
export function linkTo(
  { keys, config }: Slice,
  { url, upload_id, filename }: Pick<Version, 'url' | 'upload_id' | 'filename'>,
  now: Date,
): string {
  const [key] = keys.current.cookies;
  if (upload_id === null || key === undefined) return url ?? '';
  const link = signLink(key, upload_id, new Date(now.getTime() + config.linkLifetime));
  return `${config.publicUrl}${FILES_PATH}/${link}/${encodeURIComponent(filename ?? '')}`;
}
