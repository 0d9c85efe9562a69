interface ErrorResponse {
  readonly provider_error: string | null;
  readonly provider_description: string | null;
}

/** @returns the error response of a provider in one line; null when it sent none */
export function describeErrorResponse({
  provider_error: error,
  provider_description: more,
}: ErrorResponse) {
  const parts = [error, more].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(': ');
}
