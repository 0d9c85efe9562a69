import { hash, verify } from '@node-rs/argon2';

/** Characters that a password has at least and at most, as the contract says. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1_024;

// The library's defaults: argon2id with the parameters OWASP recommends.
const NOBODY = await hash('nobody has this password');

/** @returns an argon2id hash in PHC form */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/**
 * Whether the password is the one that was hashed. Takes the same time where there is no hash, so that nobody
 * learns from it who has a password.
 */
export async function verifyPassword(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, password);
  return matches && typeof passwordHash === 'string';
}
