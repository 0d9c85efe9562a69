import { readdir } from 'node:fs/promises';
import { filesFolder } from '../../src/files/file-path.ts';
import type { components } from '../../generated/openapi.d.ts';
import type { AdminClient } from './admin-client.ts';
import { http } from './http.ts';
import type { TestServer } from './start-server.ts';

type Schemas = components['schemas'];

/** The names of what is in the folder of stored files. */
export function storedNames(config: TestServer['config']): Promise<string[]> {
  return readdir(filesFolder(config)).catch(() => []);
}

/** Uploads a file. @param query more of its parameters */
export async function upload(
  client: AdminClient,
  content: string | Buffer,
  query: Record<string, string> = {},
): Promise<Schemas['Upload']> {
  const { body } = await client.call<Schemas['Upload']>('createUpload', {
    query: { filename: 'setup.exe', ...query },
    rawBody: content,
    contentType: 'application/octet-stream',
  });
  return body;
}

/** Downloads from a URL. */
export function download(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return http(url, { method, headers: Object.entries(headers) });
}
