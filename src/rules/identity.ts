/** A user whom a connection has authenticated. They need not have a license. */
export interface Identity {
  /** The `sub` of our ID tokens: opaque, and never reused for another user. */
  readonly id: string;
  readonly customerAccountId: number;
  /** In lower case. */
  readonly email: string;
}
