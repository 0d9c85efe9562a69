import { hash, verify } from '@node-rs/argon2';

/** The length of a password in characters, as in the contract. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1_024;

// The library's defaults are argon2id with the parameters that OWASP recommends.
const DUMMY_HASH = await hash('nobody has this password');

/** @returns an argon2id hash in PHC form */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
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
