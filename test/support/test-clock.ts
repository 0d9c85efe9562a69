/** A clock that tests move. */
export class TestClock {
  readonly #fixed: Date | undefined;
  #offset = 0;

  /** @param fixed stands still at this time; else it runs */
  constructor(fixed?: Date) {
    this.#fixed = fixed;
  }

  now(): Date {
    return new Date((this.#fixed?.getTime() ?? Date.now()) + this.#offset);
  }

  /** @param milliseconds may be negative */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
