import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import type { Context } from '../lib/context.ts';
import { enabledFilter, type FieldOption } from '../lib/field-options.ts';
import { parseTime } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { findProduct, findVersion } from '../lib/find.ts';
import { measureUrl } from '../lib/measure-file.ts';
import { addResource } from '../lib/resource.ts';
import { uploadFile } from '../lib/upload-file.ts';

type Schemas = components['schemas'];

const ENVIRONMENT = '--env <environment>';

/** `latchkey version …`. A version is named by its product and its number, `desktop-pro@1.3.0`, or by its ID. */
export function addVersions(program: Command, context: Context): void {
  const file = {
    flags: '--file <path>',
    help: 'installation file to upload to the server',
    read: (path: string, api: AdminClient) => uploadFile(context, api, path),
  } satisfies FieldOption;
  addResource(program, context, {
    name: 'version',
    one: 'a version',
    many: 'versions',
    summary: 'versions of products, and their installation files',
    find: findVersion,
    label: ({ product_code, version }) => `${product_code}@${version}`,
    shown: fields.AdminVersion,
    details: {
      ID: 'id',
      Product: 'product_code',
      Version: 'version',
      Environment: [['environment'], ({ environment }) => environment || 'any'],
      Channel: 'channel',
      Released: 'release_date',
      State: [['enabled'], ({ enabled }) => (enabled ? 'enabled' : 'disabled')],
      Requires: 'requires_version',
      File: [['url', 'filename'], ({ url, filename }) => url ?? filename],
      Size: [['size'], ({ size }) => (size === null ? 'not known' : `${size} bytes`)],
      MD5: 'hash_md5',
      'SHA-256': 'hash_sha256',
      EULA: 'eula_link',
      'Release notes': 'release_notes_link',
      Upload: 'upload_id',
      Created: 'created_at',
      Updated: 'updated_at',
    },
    hidden: ['product_id'],
    list: {
      columns: ['ID', 'Product', 'Version', 'Environment', 'Channel', 'Released', 'State'],
      filters: {
        product_id: {
          flags: '--product <product>',
          help: 'only versions of this product',
          read: idBy(findProduct),
        },
        version: { flags: '--number <version>', help: 'only this version' },
        environment: { flags: ENVIRONMENT, help: 'only versions of this environment' },
        channel: { flags: '--channel <channel>', help: 'only versions of this channel' },
        enabled: enabledFilter,
      },
      parameters: listParameters.listProductVersions,
      call: (api, query) => api.GET('/admin/v1/versions', { params: { query } }),
    },
    options: {
      environment: {
        flags: ENVIRONMENT,
        help: 'platform, such as win64, mac or linux; by default any',
      },
      channel: { flags: '--channel <channel>', help: 'who gets it; applications ask for prod' },
      release_date: {
        flags: '--released <time>',
        help: 'a date such as 2027-06-15, or a time in UTC; by default now',
        parse: parseReleaseDate,
      },
      enabled: {
        on: ['--enable', 'offer it again'],
        off: ['--disable', 'offer it to no application'],
      },
      requires_version: { flags: '--requires <version>' },
      eula_link: { flags: '--eula <url>' },
      release_notes_link: { flags: '--notes <url>' },
      url: { flags: '--file-url <url>', help: 'URL of the file, if it is not uploaded' },
      upload_id: file,
      size: { help: 'bytes of the file at --file-url' },
      hash_md5: { flags: '--hash-md5 <hash>', help: 'MD5 hash of the file at --file-url' },
      hash_sha256: {
        flags: '--hash-sha256 <hash>',
        help: 'SHA-256 hash of the file at --file-url',
      },
    },
    create: {
      verb: 'add',
      help: 'add a version; without --size and a hash, the file at --file-url is downloaded to compute them',
      owner: { argument: 'product', field: 'product_id', read: idBy(findProduct) },
      argument: 'version',
      fields: fields.NewVersion,
      ask: async (_context, { fileUrl, size, hashMd5, hashSha256 }) =>
        typeof fileUrl === 'string' && [size, hashMd5, hashSha256].every((one) => one === undefined)
          ? measureUrl(context, fileUrl)
          : {},
      call: (api, body: Schemas['NewVersion']) => api.POST('/admin/v1/versions', { body }),
    },
    update: {
      fields: fields.VersionChanges,
      call: (api, id, body: Schemas['VersionChanges']) =>
        api.PATCH('/admin/v1/versions/{id}', { params: { path: { id } }, body }),
    },
    remove: {
      rule: 'a version and its uploaded file',
      call: (api, id) => api.DELETE('/admin/v1/versions/{id}', { params: { path: { id } } }),
    },
    examples: [
      ['latchkey version list --product desktop-pro --channel prod'],
      ['latchkey version add desktop-pro 1.3.0 --env win64 --file setup.exe'],
      [
        'latchkey version add desktop-pro 1.3.0 --env mac \\\n' +
          '    --file-url https://downloads.vendor.example/app-1.3.0.dmg',
      ],
      ['latchkey version add desktop-pro 2.0.0-beta.1 --channel beta --file setup.exe'],
      ['latchkey version show desktop-pro@1.3.0'],
      ['latchkey version update desktop-pro@1.3.0 --disable'],
      ['latchkey version update desktop-pro@2.0.0-beta.1 --channel prod'],
      ['latchkey version delete desktop-pro@1.3.0'],
    ],
  });
}

/** The server knows its time zone: it converts a date. @throws InvalidArgumentError */
function parseReleaseDate(text: string): string {
  parseTime(text);
  return text;
}
