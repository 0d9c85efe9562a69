import { etagOf } from './etag.ts';

/** The response to a creation. @param collection the path that the new resource is below */
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
