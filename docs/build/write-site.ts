import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { endings, type Listing, LISTING } from '../../src/web/static/listing.ts';
import { type Encoding, encodings } from '../../src/web/static/negotiate.ts';
import { hashOf, isCompressed, MIN_COMPRESSED } from '../../src/web/static/static-file.ts';
import type { Site } from './site.ts';

/** The media types of files, by extension. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Higher qualities take twenty times as long and save only a tenth. */
const BROTLI_QUALITY = 9;

const compress = {
  br: (bytes: Buffer) =>
    promisify<Buffer, object, Buffer>(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes: Buffer) =>
    promisify<Buffer, object, Buffer>(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
} satisfies Record<Encoding, (bytes: Buffer) => Promise<Buffer>>;

/** Replaces a folder by the site: each file, its compressed forms, and the listing of all files. */
export async function writeSite(folder: string, files: Site['files']): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const listing: Record<string, Listing[string]> = {};
  const writes = [...files].map(async ([name, content]) => {
    const bytes = Buffer.from(content);
    const ending = extname(name);
    const type = types[ending];
    if (type === undefined) throw new Error(`The file ${name} has an unknown extension.`);
    const small = bytes.length < MIN_COMPRESSED || isCompressed(type);
    const forms = small ? [] : encodings;
    listing[name] = { type, hash: hashOf(bytes), encodings: forms };
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    for (const form of forms) writeFileSync(file + endings[form], await compress[form](bytes));
    writeFileSync(file, bytes);
  });
  await Promise.all(writes);
  // Written last, since its time is that of the build.
  writeFileSync(join(folder, LISTING), JSON.stringify(listing));
}
