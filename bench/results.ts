import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Round } from './measure/rounds.ts';

/** What one row measured: docs/build/benchmark.ts draws it. */
export interface Figure {
  /** The row: what `--only` names. */
  readonly row: string;
  readonly work: string;
  readonly against: string | null;
  readonly unit: Unit;
  readonly target: Target;
  /** null when it was not measured: `note` says why. */
  readonly value: number | null;
  /** null without a value. */
  readonly reached: boolean | null;
  readonly note?: string;
  readonly ours?: Round;
  readonly theirs?: Round;
}

export type Unit = 'times' | 'ms' | 'MB' | 'round trips';

/** The smallest value that is good enough, or the largest. */
export type Target = { readonly least: number } | { readonly most: number };

export interface Results {
  readonly machine: Machine;
  /** The load generator. */
  readonly generator: string;
  readonly rounds: number;
  readonly figures: readonly Figure[];
}

/** The share of the median within which 99 of 100 requests must be answered. */
export const TAIL = 3;

export const resultsFile = join(import.meta.dirname, 'results.json');

export function writeResults(results: Results): Promise<void> {
  return writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
}

export function isReached(value: number, target: Target): boolean {
  return 'least' in target ? value >= target.least : value <= target.most;
}

/** How many medians 99 of 100 requests take at most; null where it was not measured. */
export function tailOf({ ours }: Figure): number | null {
  if (ours === undefined || ours.p50 === null || ours.p99 === null) return null;
  return ours.p99 / ours.p50;
}
