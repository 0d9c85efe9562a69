import type { Found, SeatCount } from '../../store/bulk/staging.ts';

type License = Found<'licenses'>;
type User = Found<'license_users'> | null;
type Refusal = readonly [column: string, reason: string];

/** The seats of licenses, and how many of them the file has taken so far. */
export class Seats {
  readonly #assignments: Map<string, Found<'license_assignments'>>;
  /** How many seats are taken of each license, and of each license by each user. */
  readonly #taken = new Map<string, number>();

  constructor(assignments: readonly Found<'license_assignments'>[], taken: readonly SeatCount[]) {
    this.#assignments = new Map(
      assignments.map((row) => [`${row.license_id} ${row.license_user_id}`, row]),
    );
    for (const { license_id: license, license_user_id: user, seats } of taken) {
      this.#count(license, user, seats);
    }
  }

  /** Takes a seat. @returns the reason when there is none */
  take(license: License, user: User): Refusal | undefined {
    const refusal = this.faultOfUser(license, user) ?? this.#faultOfLimits(license, user);
    if (refusal === undefined) this.#count(license.id, user?.id ?? null, 1);
    return refusal;
  }

  /** @returns the reason why the user may have no device of the license; undefined when they may */
  faultOfUser(license: License, user: User): Refusal | undefined {
    if (user === null || this.#assignments.has(`${license.id} ${user.id}`)) return undefined;
    return ['user', 'is not assigned to the license'];
  }

  #faultOfLimits(license: License, user: User): Refusal | undefined {
    const { max_activations: most, times_activated: bound } = license;
    if (most !== null && bound + (this.#taken.get(`${license.id}`) ?? 0) >= most) {
      return ['hardware_id', `exceeds the ${most} device(s) that the license allows`];
    }
    if (user === null) return undefined;
    const key = `${license.id} ${user.id}`;
    const { max_activations: own = null, total_activations: held = 0 } =
      this.#assignments.get(key) ?? {};
    if (own === null || held + (this.#taken.get(key) ?? 0) < own) return undefined;
    return ['user', `already has the ${own} device(s) that the license allows one user`];
  }

  #count(licenseId: number, userId: number | null, seats: number): void {
    const keys = [`${licenseId}`, ...(userId === null ? [] : [`${licenseId} ${userId}`])];
    for (const key of keys) this.#taken.set(key, (this.#taken.get(key) ?? 0) + seats);
  }
}
