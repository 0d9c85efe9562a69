/** Why a user is refused whom the provider has signed in: the claims do not satisfy the rules of the connection. */
export type UserRefusal =
  /** The claim `sub` of the ID token is missing or empty. */
  | { readonly cause: 'subject_missing' }
  /** The user did not grant the scope `email`: it is not in `scope` of the token response. */
  | { readonly cause: 'email_declined' }
  /** The claim with the address is missing, empty or not an address. */
  | { readonly cause: 'email_missing'; readonly claim: string }
  /** `email_verified` is false. */
  | { readonly cause: 'email_not_verified' }
  /** `email_verified` is missing, and the connection requires it. */
  | { readonly cause: 'email_verification_unstated' }
  /** A claim that the connection requires is missing or has another value. */
  | {
      readonly cause: 'required_claim_missing' | 'required_claim_different';
      readonly claim: string;
      readonly required: string;
    };

/** The cause, for logs, metrics and pages. */
export type UserRefusalCause = UserRefusal['cause'];
