import { noSuch } from './change.ts';
import { assertUnchanged } from './etag.ts';

/**
 * The thing whose id stands in the path, as the client saw it.
 * @param found what the store has under that id
 * @param what for the message: `product`
 * @throws ApiError not_found; precondition_failed where it has changed since
 */
export function existing<Thing extends { readonly revision: number }>(
  found: Thing | undefined,
  { path, headers }: { path: { id: number }; headers: { 'If-Match'?: string } },
  what: string,
): Thing {
  if (found === undefined) throw noSuch(what, path.id);
  assertUnchanged(headers['If-Match'], found, what);
  return found;
}
