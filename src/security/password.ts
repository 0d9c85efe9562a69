import { hash, verify } from '@node-rs/argon2';
import type { LicenseUser } from '../rules/license-user.ts';

/** The length of a password in characters, as in the contract. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1_024;

// The library's defaults are argon2id with the parameters that OWASP recommends.
const DUMMY_HASH = await hash('nobody has this password');

/** @returns an argon2id hash in PHC form */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** True when this is the password of a license user who is enabled. */
export async function isPasswordOf(
  user: Pick<LicenseUser, 'password_hash' | 'enabled'> | undefined,
  password: string,
): Promise<boolean> {
  return (await verifyPassword(user?.password_hash, password)) && user?.enabled === true;
}

/**
 * Checks a password against its hash. Takes the same time when there is no hash: otherwise the time would tell who has a
 * password.
 */
export async function verifyPassword(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  const matches = await verify(passwordHash ?? DUMMY_HASH, password);
  return matches && typeof passwordHash === 'string';
}
