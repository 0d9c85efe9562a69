/** A person whom a connection vouches for. Whether they hold a license is another matter. */
export interface Identity {
  /** `sub` of our id tokens: opaque, and never given to another person. */
  readonly id: string;
  readonly customerAccountId: number;
  /** In lower case. */
  readonly email: string;
}
