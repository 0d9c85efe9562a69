/** Who must act, in words for the vendor. */
export const ACTORS = {
  vendor: 'you',
  company_it: "the company's IT",
  person: 'who signed in',
} as const;
