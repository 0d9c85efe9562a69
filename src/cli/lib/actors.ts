/** Who is to act, as the vendor at the command line reads it. */
export const ACTORS = {
  vendor: 'you',
  company_it: "the company's IT",
  person: 'who signed in',
} as const;
