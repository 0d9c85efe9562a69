import type { Found, SeatCount } from '../../store/bulk/staging.ts';

type License = Found<'licenses'>;
type User = Found<'license_users'> | null;
type Refusal = readonly [column: string, reason: string];

/** The seats of some licenses, and those that a file has taken of them so far. */
export class Seats {
  readonly #assignments: Map<string, Found<'license_assignments'>>;
  /** By license, and by license and user. */
  readonly #taken = new Map<string, number>();

  constructor(assignments: readonly Found<'license_assignments'>[], taken: readonly SeatCount[]) {
    this.#assignments = new Map(
      assignments.map((row) => [`${row.license_id} ${row.license_user_id}`, row]),
    );
    for (const { license_id: license, license_user_id: user, seats } of taken) {
      this.#count(license, user, seats);
    }
  }

  /** Takes a seat. @returns why there is none */
  take(license: License, user: User): Refusal | undefined {
    const refusal = this.mayHold(license, user) ?? this.#isFull(license, user);
    if (refusal === undefined) this.#count(license.id, user?.id ?? null, 1);
    return refusal;
  }

  /** @returns why the user may have no device of the license */
  mayHold(license: License, user: User): Refusal | undefined {
    if (user === null || this.#assignments.has(`${license.id} ${user.id}`)) return undefined;
    return ['user', 'does not hold the license'];
  }

  #isFull(license: License, user: User): Refusal | undefined {
    const { max_activations: most, times_activated: bound } = license;
    if (most !== null && bound + (this.#taken.get(`${license.id}`) ?? 0) >= most) {
      return ['hardware_id', `is one more than the ${most} device(s) that the license allows`];
    }
    if (user === null) return undefined;
    const key = `${license.id} ${user.id}`;
    const { max_activations: own = null, total_activations: held = 0 } =
      this.#assignments.get(key) ?? {};
    if (own === null || held + (this.#taken.get(key) ?? 0) < own) return undefined;
    return ['user', `has the ${own} device(s) that the license allows one user`];
  }

  #count(licenseId: number, userId: number | null, seats: number): void {
    const keys = [`${licenseId}`, ...(userId === null ? [] : [`${licenseId} ${userId}`])];
    for (const key of keys) this.#taken.set(key, (this.#taken.get(key) ?? 0) + seats);
  }
}
