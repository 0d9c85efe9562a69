import { ApiError } from '../rules/errors.ts';

export function etagOf({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/**
 * @param ifMatch the header, where there is one: what the client saw
 * @param what for the message: `product`
 * @throws ApiError precondition_failed where it has changed since (RFC 9110, section 13.1.1; save that a weak ETag
 * counts too: proxies that compress make ours weak)
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
    `The ${what} has changed meanwhile: its ETag is ${etagOf(current)}. Get it again, and decide anew.`,
  );
}

/** The response with one resource and its ETag. */
export function withEtag<Body>(stored: { readonly revision: number }, body: Body) {
  return { status: 200, body, headers: { ETag: etagOf(stored) } } as const;
}
