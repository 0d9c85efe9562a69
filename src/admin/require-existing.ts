import { notFoundById } from './change.ts';
import { assertUnchanged } from './etag.ts';

/**
 * Returns the resource whose id is in the path, if it is as the client saw it.
 * @param found what the store has under that id
 * @param what for the message: `product`
 * @throws ApiError not_found; precondition_failed where it has changed since
 */
export function requireExisting<Thing extends { readonly revision: number }>(
  found: Thing | undefined,
  { path, headers }: { path: { id: number }; headers: { 'If-Match'?: string } },
  what: string,
): Thing {
  if (found === undefined) throw notFoundById(what, path.id);
  assertUnchanged(headers['If-Match'], found, what);
  return found;
}
