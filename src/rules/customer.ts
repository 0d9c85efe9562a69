import type { Customer } from './license.ts';

/** A customer as the vendor keeps it. */
export interface CustomerRecord extends Customer {
  readonly id: number;
  /** null for one who signs in with no company. */
  readonly customerAccountId: number | null;
}
