import { UPLOAD_KEPT } from '../../rules/version.ts';
import { versionSortKey } from '../../rules/version-order.ts';
import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import { Known } from './known.ts';
import { productsOfLines } from './products-of-lines.ts';
import { mapAccepted, type Resolve, toFound, valuesIn } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

type Version = Found<'versions'>;
type Upload = Found<'uploads'>;
type Fault = readonly [column: string, reason: string];

/** What is known of a stored file, in files and in the database. */
const FACTS = ['filename', 'size', 'hash_md5', 'hash_sha256'] as const;

/**
 * A version is identified by its product, version, environment and channel. Its file is at a URL, or is an upload that
 * no version has yet: a file of rows cannot contain it.
 */
export const resolveVersions: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const { ofLines, productIds } = await productsOfLines(resolving);
  const keyOf = (row: Pick<Version, 'product_id' | 'version' | 'environment' | 'channel'>) =>
    JSON.stringify([row.product_id, row.version, row.environment, row.channel]);
  const known = new Known(
    await staging.find('versions', {
      product_id: productIds,
      version: valuesIn(lines, 'version'),
    }),
    keyOf,
  );
  const uploads = await findUploads(resolving);

  return mapAccepted(ofLines, ({ line, product }) => {
    const { version = null, environment = '', channel = 'prod', url = null } = line.cells;
    if (version === null) return refuse(line, 'version', 'is missing');
    const name = {
      product_id: product.id,
      version: String(version),
      environment: String(environment),
      channel: String(channel),
    };
    const matches = known.get(keyOf(name));
    const repeat = faultOfRepeat(matches);
    if (repeat !== undefined) return refuse(line, 'version', repeat);
    const [found] = matches;
    const upload = found === undefined && url === null ? uploads.matching(line) : undefined;
    const fault = found === undefined ? faultOfNew(line, upload) : faultOfChange(line, found);
    if (fault !== undefined) return refuse(line, ...fault);
    const staged = rowOf(resolving, upload === undefined ? line : withFacts(line, upload), {
      column: 'version',
      matches,
      keys: ({ id }) => ({ id }),
      defaults: {
        id: null,
        product_id: product.id,
        sort_key: versionSortKey(name.version),
        upload_id: upload?.id ?? null,
        filename: upload?.filename ?? null,
        updated_at: now,
      },
      changes: { updated_at: now },
    });
    if (staged === undefined) return undefined;
    if (upload !== undefined) uploads.take(upload);
    known.add(toFound(staged.row));
    return staged;
  });
};

/** Finds the uploads that versions can take. */
async function findUploads({ lines, staging, now }: Parameters<Resolve>[0]) {
  const since = now - UPLOAD_KEPT;
  const stored = await staging.find('uploads', {
    hash_sha256: valuesIn(lines, 'hash_sha256'),
    state: ['uploaded'],
  });
  const fresh = stored.filter((upload) => upload.created_at >= since);
  const ids = fresh.map(({ id }) => id);
  const inFile = await staging.find('versions', { upload_id: ids });
  const taken = new Set(inFile.map(({ upload_id: id }) => id));

  return {
    /** The upload with the content that a line says; the one with its file name if there are several. */
    matching({ cells }: Line): Upload | undefined {
      const { hash_sha256: hash = null, filename = null } = cells;
      const free = fresh.filter((one) => one.hash_sha256 === hash && !taken.has(one.id));
      return free.find((one) => one.filename === filename) ?? free[0];
    },
    take: ({ id }: Upload) => void taken.add(id),
  };
}

function withFacts({ number, cells }: Line, upload: Upload): Line {
  const { size, hash_md5, hash_sha256 } = upload;
  return { number, cells: { ...cells, url: null, size, hash_md5, hash_sha256 } };
}

function faultOfNew({ cells }: Line, upload: Upload | undefined): Fault | undefined {
  const { url = null, filename = null, hash_sha256: hash = null } = cells;
  if (url !== null) {
    return filename === null ? undefined : ['filename', 'must be empty for a file at a URL'];
  }
  if (upload !== undefined) return faultOfFacts(cells, upload);
  return hash === null
    ? ['url', 'is missing: enter the URL of the file, or the hash_sha256 of an uploaded file']
    : [
        'hash_sha256',
        'is not that of an upload of the last 24 hours that no version has: upload the file before the import, with POST /admin/v1/uploads, or add the version with `latchkey version add`',
      ];
}

/** A file that exists is changed by the Admin API, which has the new one. */
function faultOfChange({ cells }: Line, found: Version): Fault | undefined {
  if (found.upload_id === null) {
    const isGone = Object.hasOwn(cells, 'url') && cells['url'] === null;
    return isGone ? ['url', 'is missing: the file of the version is at a URL'] : undefined;
  }
  if ((cells['url'] ?? null) !== null) {
    return ['url', 'must be empty: the file is uploaded; change it with `latchkey version update`'];
  }
  return faultOfFacts(cells, found);
}

function faultOfFacts(
  cells: Line['cells'],
  stored: Pick<Upload | Version, (typeof FACTS)[number]>,
): Fault | undefined {
  const wrong = FACTS.find(
    (name) => (cells[name] ?? null) !== null && cells[name] !== stored[name],
  );
  return wrong && [wrong, `is not that of the uploaded file: ${JSON.stringify(stored[wrong])}`];
}
