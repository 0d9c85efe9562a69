import { etagOf } from './etag.ts';

/** The answer to a creation. @param collection the path under which it now has one of its own */
export function created<Body>(
  collection: string,
  stored: { readonly id: number; readonly revision: number },
  body: Body,
) {
  return {
    status: 201,
    body,
    headers: { ETag: etagOf(stored), Location: `${collection}/${stored.id}` },
  } as const;
}
