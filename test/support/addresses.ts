let last = 0;

/** An address that nobody else has; of a network that is kept for measurements (RFC 2544). */
export function newAddress(): string {
  last += 1;
  return `198.18.${last >> 8}.${last & 0xff}`;
}
