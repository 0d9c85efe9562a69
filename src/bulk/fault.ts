/** An error in a line of a file. */
export interface Fault {
  /** The number of the line in the file, from 1. */
  readonly line: number;
  readonly column?: string;
  /** Continues the sentence that begins with the column's name or `line n`. */
  readonly reason: string;
}

/** Faults that differ only in the line and the values that they name. */
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

/** The number of faults that programs get in full; of others they get only the count. */
const MOST = 50;
/** The number of kinds that are counted separately, and of faults of each that are kept in full. */
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

  /** In the order of their first occurrence. After the first hundred, all other kinds are counted as one. */
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
