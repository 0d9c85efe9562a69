/**
 * Why somebody is refused whom the provider has signed in: what it says of them does not do for this connection.
 * The rules that find it stand in `claims.ts`.
 */
export type PersonRefusal =
  /** The id token names nobody: `sub` is missing or empty. */
  | { readonly cause: 'subject_missing' }
  /** The person did not let the provider tell their address: `scope` of its answer lacks `email`. */
  | { readonly cause: 'email_declined' }
  /** The claim that holds the address is missing or empty, or is no address. */
  | { readonly cause: 'email_missing'; readonly claim: string }
  /** The provider says that the address is not verified. */
  | { readonly cause: 'email_not_verified' }
  /** The provider does not say whether the address is verified, and the connection asks for it. */
  | { readonly cause: 'email_verification_unstated' }
  /** A claim that the connection requires is missing, or has another value. */
  | {
      readonly cause: 'required_claim_missing' | 'required_claim_different';
      readonly claim: string;
      readonly required: string;
    };

/** A short name of each, for logs, metrics and pages. */
export type PersonRefusalCause = PersonRefusal['cause'];
