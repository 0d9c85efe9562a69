/** What is wrong with a line of a file. */
export interface Fault {
  /** The number of the line in the file, from 1. */
  readonly line: number;
  readonly column?: string;
  /** Goes on after the column's name or `line n`. */
  readonly reason: string;
}

/** Faults that differ in nothing but the line and the values that they name. */
export interface FaultKind {
  /** The first ones, in full. */
  readonly first: readonly Fault[];
  readonly count: number;
}

/** A fault after which the rest of the file cannot be read. */
export class LineFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(describeFault(fault));
    this.name = 'LineFault';
    this.fault = fault;
  }
}

/** A fault as a line for people. */
export function describeFault({ line, column, reason }: Fault): string {
  return column === undefined ? `line ${line} ${reason}` : `line ${line}: ${column} ${reason}`;
}

/** How many faults are told to programs; of more there is the number. */
const MOST = 50;
/** How many kinds are kept apart, and of each how many in full. */
const MOST_KINDS = 100;
const FIRST_OF_KIND = 3;

/** Counts the faults of a file and keeps the first ones, however many there are. */
export class Faults {
  readonly first: Fault[] = [];
  count = 0;
  readonly #kinds = new Map<string, { first: Fault[]; count: number }>();

  add(fault: Fault): void {
    this.count += 1;
    if (this.first.length < MOST) this.first.push(fault);
    const kind = this.#kindOf(fault);
    kind.count += 1;
    if (kind.first.length < FIRST_OF_KIND) kind.first.push(fault);
  }

  /** In the order in which they first occur. Beyond a hundred, all others are one. */
  get kinds(): FaultKind[] {
    return [...this.#kinds.values()];
  }

  #kindOf({ column = '', reason }: Fault): { first: Fault[]; count: number } {
    const name = `${column} ${reason.replaceAll(/"(?:[^"\\]|\\.)*"?|\d+/g, '…')}`;
    const key = this.#kinds.has(name) || this.#kinds.size < MOST_KINDS ? name : 'others';
    const kind = this.#kinds.get(key) ?? { first: [], count: 0 };
    this.#kinds.set(key, kind);
    return kind;
  }
}
