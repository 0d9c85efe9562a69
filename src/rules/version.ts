import { ApiError } from './errors.ts';
import { boolean, nullable, number, text, time, type Values } from './fields.ts';
import { expiresAt, type License } from './license.ts';

/** What is known of an installation file. Of one at a URL of the vendor, what the vendor says. */
const fileFields = {
  filename: nullable(text),
  /** Bytes. */
  size: nullable(number),
  /** Hexadecimal. */
  hash_md5: nullable(text),
  /** Hexadecimal. */
  hash_sha256: nullable(text),
};

/** The fields of a version of a product, and of its installation file. */
export const versionFields = {
  product_id: number,
  version: text,
  /** The platform that it runs on; empty for every one. */
  environment: text,
  channel: text,
  release_date: time,
  enabled: boolean,
  /** Only told to applications. */
  requires_version: text,
  eula_link: text,
  release_notes_link: text,
  /** Where the vendor offers the file; null for a stored one. */
  url: nullable(text),
  /** The stored file; null for one at a URL. */
  upload_id: nullable(number),
  ...fileFields,
};

export interface Version extends Values<typeof versionFields> {
  readonly id: number;
}

export type FileFacts = Values<typeof fileFields>;

/** Milliseconds for which an upload can be taken by a version. */
export const UPLOAD_KEPT = 24 * 3_600_000;

/** Which versions a request may see. */
export interface VersionFilter {
  readonly productId: number;
  readonly environment?: string | undefined;
  readonly channel?: string | undefined;
  readonly version?: string | undefined;
  /** The latest release date. */
  readonly releasedUntil: Date;
}

/** The channel of activations, checks and product details, which cannot name one. */
export const ORDINARY_CHANNEL = 'prod';

/** The environments that a version without an environment runs on. */
export const ENVIRONMENTS: readonly string[] = [
  ...['win', 'win32', 'win64', 'mac', 'linux', 'linux32', 'linux64'],
];

/**
 * The latest release date of a version that a license gets: until the end of its maintenance; without one, until the end
 * of the license. A version with a later release date is not out yet.
 */
export function releasedUntil(
  license: Pick<
    License,
    'license_type' | 'is_trial' | 'valid_until' | 'grace_hours' | 'maintenance_until'
  >,
  now: Date,
): Date {
  const end = license.maintenance_until ?? expiresAt(license);
  return end === null || end > now ? now : end;
}

/** Checks that a version has one file. @throws ApiError validation_error */
export function assertOneFile({ url, upload_id }: Pick<Version, 'url' | 'upload_id'>): void {
  if ((url === null) !== (upload_id === null)) return;
  const message =
    url === null
      ? 'body: a version needs a file: send url, or upload_id'
      : 'body.url and body.upload_id exclude each other';
  throw new ApiError('validation_error', message);
}
