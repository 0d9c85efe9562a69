/** Who is to act, as the vendor at the command line reads it. */
export const ACTORS = {
  vendor: 'you',
  company_it: "the company's IT",
  person: 'who signed in',
} as const;

interface Says {
  readonly provider_error: string | null;
  readonly provider_description: string | null;
}

/** @returns in one line what a provider says; null where it says nothing */
export function quoteOf({ provider_error: error, provider_description: more }: Says) {
  const parts = [error, more].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(': ');
}
