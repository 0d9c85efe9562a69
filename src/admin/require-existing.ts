import { notFoundById } from './change.ts';
import { assertUnchanged } from './etag.ts';

/**
 * Returns the resource with the ID of the path, if the client has seen its current revision.
 * @param found the stored resource with that ID
 * @param what the kind of resource for the message: `product`
 * @throws ApiError not_found; precondition_failed when it has changed
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
