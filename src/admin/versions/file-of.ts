import { ApiError } from '../../rules/errors.ts';
import { assertOneFile, type FileFacts, UPLOAD_KEPT, type Version } from '../../rules/version.ts';
import type { Tables } from '../../store/tables.ts';

type File = Pick<Version, 'url' | 'upload_id'> & FileFacts;
type Body = Partial<Omit<File, 'filename'>>;

const FACTS = ['size', 'hash_md5', 'hash_sha256'] as const;

/**
 * Reads the installation file of a version from a body. An upload is taken, so that no other version can have it.
 * @param before the file that the version has now, if any
 * @throws ApiError validation_error
 */
export async function fileOf(
  store: Tables,
  body: Body,
  before: File | undefined,
  now: Date,
): Promise<File> {
  const isSame = body.url === undefined && body.upload_id === undefined;
  const { url, upload_id } = isSame && before !== undefined ? before : namedFile(body);
  assertOneFile({ url, upload_id });
  if (upload_id === null) {
    const known = isSame && before !== undefined ? before : NOTHING_KNOWN;
    const { size = known.size, hash_md5 = known.hash_md5, hash_sha256 = known.hash_sha256 } = body;
    return { url, upload_id, filename: null, size, hash_md5, hash_sha256 };
  }
  const given = FACTS.find((name) => (body[name] ?? null) !== null);
  if (given !== undefined) {
    throw new ApiError('validation_error', `body.${given} is known of an upload: leave it out`);
  }
  const since = new Date(now.getTime() - UPLOAD_KEPT);
  const file = isSame && before !== undefined ? before : await store.uploads.use(upload_id, since);
  if (file === undefined) {
    throw new ApiError(
      'validation_error',
      `body.upload_id: there is no unused upload with the id ${upload_id} of the last 24 hours`,
    );
  }
  const { filename, size, hash_md5, hash_sha256 } = file;
  return { url, upload_id, filename, size, hash_md5, hash_sha256 };
}

const NOTHING_KNOWN = { size: null, hash_md5: null, hash_sha256: null };

function namedFile({ url = null, upload_id = null }: Body): Pick<File, 'url' | 'upload_id'> {
  return { url, upload_id };
}
