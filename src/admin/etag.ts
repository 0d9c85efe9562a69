import { ApiError } from '../rules/errors.ts';

export function etagOf({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/**
 * Checks that the resource has the revision that the client has seen.
 * @param ifMatch the header, if it was sent
 * @param what the kind of resource for the message: `product`
 * @throws ApiError precondition_failed when the resource has changed (RFC 9110, section 13.1.1, except that a weak ETag
 * is accepted too, since proxies that compress make ours weak)
 */
export function assertUnchanged(
  ifMatch: string | undefined,
  current: { readonly revision: number },
  what: string,
): void {
  if (ifMatch !== undefined && ifMatch.replace(/^W\//, '') !== etagOf(current)) {
    throw changedMeanwhile(current, what);
  }
}

export function changedMeanwhile(current: { readonly revision: number }, what: string): ApiError {
  return new ApiError(
    'precondition_failed',
    `The ${what} has changed meanwhile: its ETag is ${etagOf(current)}. Get it again, and repeat your change if it still applies.`,
  );
}

/** The response with one resource and its ETag. */
export function withEtag<Body>(stored: { readonly revision: number }, body: Body) {
  return { status: 200, body, headers: { ETag: etagOf(stored) } } as const;
}
