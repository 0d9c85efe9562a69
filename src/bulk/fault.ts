/** What is wrong with a line of a file. */
export interface Fault {
  /** The number of the line in the file, from 1. */
  readonly line: number;
  readonly column?: string;
  /** Goes on after the column's name or `line n`. */
  readonly reason: string;
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

/** How many faults are told; of more there is the number. */
const MOST = 50;

/** Counts the faults of a file and keeps the first ones, however many there are. */
export class Faults {
  readonly first: Fault[] = [];
  count = 0;

  add(fault: Fault): void {
    this.count += 1;
    if (this.first.length < MOST) this.first.push(fault);
  }
}
