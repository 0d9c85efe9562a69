import { createHash, randomBytes } from 'node:crypto';

/** A token of the Admin API. The token itself is not stored. */
export interface AdminToken {
  readonly id: number;
  readonly name: string;
  /** null when it does not expire. */
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly created_at: Date;
}

/** A new token: 256 random bits, with a prefix that people and secret scanners recognize. */
export function newAdminToken(): string {
  return `latchkey_admin_${randomBytes(32).toString('base64url')}`;
}

/** The hash that is stored. A plain hash is enough for 256 random bits. */
export function hashAdminToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function isUsable(token: AdminToken, now: Date): boolean {
  return token.revoked_at === null && (token.expires_at === null || token.expires_at > now);
}
