import type { Context } from './context.ts';
import type { Round } from './measure/rounds.ts';
import { type Figure, isReached, type Target, type Unit } from './results.ts';

/** What is measured, and what is to be reached. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  readonly work: string;
  readonly against?: string;
  /** `times` without it. */
  readonly unit?: Unit;
  readonly target: Target;
  readonly measure: (context: Context) => Promise<Measurement[]>;
}

export interface Measurement {
  /** What of the work, where a row has more than one figure. */
  readonly of?: string;
  /** null when it could not be measured here; then with a note. */
  readonly value: number | null;
  readonly note?: string;
  readonly ours?: Round;
  readonly theirs?: Round;
  /** Where it is another one than that of the row. */
  readonly target?: Target;
}

/** The measurement of a row that this machine, or this server, cannot make. */
export function skipped(note: string): Measurement[] {
  return [{ value: null, note }];
}

export function figureOf(row: Row, measurement: Measurement): Figure {
  const { of, value, note, ours, theirs } = measurement;
  const target = measurement.target ?? row.target;
  return {
    row: row.name,
    work: of === undefined ? row.work : `${row.work}: ${of}`,
    against: row.against ?? null,
    unit: row.unit ?? 'times',
    target,
    value,
    reached: value === null ? null : isReached(value, target),
    ...(note !== undefined && { note }),
    ...(ours !== undefined && { ours }),
    ...(theirs !== undefined && { theirs }),
  };
}
