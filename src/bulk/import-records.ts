import type { Origin } from '../rules/audit-event.ts';
import type { DateSettings } from './cell-types.ts';
import type { CsvSettings } from './csv-records.ts';
import type { Deps } from '../deps.ts';
import { newId } from '../rules/ids.ts';
import { UNCHANGED } from '../store/bulk/store-staged.ts';
import type { Included, StagedRow } from '../store/bulk/bulk-rows.ts';
import type { Tables } from '../store/tables.ts';
import { type Fault, Faults, LineFault } from './fault.ts';
import type { Columns } from './column.ts';
import type { KindName } from './kind-names.ts';
import { kinds } from './kinds.ts';
import { type Line, parseRecord } from './parse-record.ts';
import type { Format } from './format.ts';
import { readRecords } from './read-records.ts';
import type { Resolving } from './resolve/resolving.ts';
import { importers } from './resolve/importers.ts';

export interface ImportOptions extends CsvSettings, DateSettings {
  /** For the audit log, like the file's name. */
  readonly origin: Origin;
  readonly fileName: string;
  readonly kind: KindName;
  readonly format: Format;
  /** True to store the valid rows of a file that has faults. */
  readonly partial: boolean;
  /** True to update existing rows. Otherwise they are faults. */
  readonly update: boolean;
  /** True to check the file and store nothing. */
  readonly dryRun: boolean;
  /** Called before a large number of rows is stored, which takes as long as reading them. */
  readonly onStoring?: () => void;
}

export interface ImportResult {
  /** The number of rows that were stored, or would be. */
  readonly created: number;
  readonly updated: number;
  /** The number of existing rows that the file does not change. */
  readonly unchanged: number;
  /** For each column, the number of rows in which it changes. */
  readonly changes: ReadonlyMap<string, number>;
  /** The other records that are new with the rows. */
  readonly included: Readonly<Included>;
  readonly faults: Faults;
}

/** How many rows a partial import stores at once. A server waits for them about as long as for a few activations. */
const PARTIAL_ROWS = 1_000;
/** From this number of rows on, storing takes noticeable time. */
const MANY_ROWS = 100_000;

/**
 * Imports the rows of a file. First the whole file is checked, which locks nothing and holds a hundred rows in memory.
 * Then all rows are stored in one transaction, or none if there is any fault. A partial import stores a thousand rows
 * at a time, each time with an audit entry about all rows so far.
 * @throws ChangedMeanwhile when a row that the checks read has changed since
 */
export async function importRecords(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): Promise<ImportResult> {
  const { kind, partial, dryRun } = options;
  const now = clock();
  const id = newId();
  const changes = new Map<string, number>();
  const included = { bundle_licenses: 0, variables: 0 };
  const faults = new Faults();
  const result = { created: 0, updated: 0, unchanged: 0, changes, included, faults };
  const audit = (tables: Pick<Tables, 'audit'>) => {
    const isKept = partial || faults.count === 0;
    const { origin, fileName: file, update } = options;
    const { created, updated, unchanged } = result;
    const counts = isKept ? { created, updated, unchanged } : { created: 0, updated: 0 };
    const event = {
      action: 'import',
      outcome: isKept ? 'done' : 'refused',
      subject: { kind: 'import', id },
      detail: { kind, file, ...counts, faults: faults.count, partial, update },
    } as const;
    return tables.audit.record(origin, event, now);
  };

  await store.stage(importers[kind].table, async (staging) => {
    const storedIds = new Set<number>();
    const batches = toRows(input, options, {
      staging,
      storedIds,
      now: now.getTime(),
      faults,
    });
    for await (const rows of batches) {
      await staging.add(rows);
      for (const { overwrites, changed = [], included: more } of rows) {
        if (overwrites.length === 0) result.created += 1;
        else if (overwrites === UNCHANGED) result.unchanged += 1;
        else result.updated += 1;
        for (const name of changed) changes.set(name, (changes.get(name) ?? 0) + 1);
        included.bundle_licenses += more?.bundle_licenses ?? 0;
        included.variables += more?.variables ?? 0;
      }
      if (!partial || dryRun) continue;
      for (const { row } of rows) if (typeof row['id'] === 'number') storedIds.add(row['id']);
      if (staging.size() >= PARTIAL_ROWS) await staging.commit(now, audit);
    }
    if (dryRun || (!partial && faults.count > 0)) return;
    if (staging.size() >= MANY_ROWS) options.onStoring?.();
    await staging.commit(now, audit);
  });
  if (!dryRun && !partial && faults.count > 0) await audit(store);
  return result;
}

/** The valid rows of the file, up to a hundred at a time. */
async function* toRows(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
  making: Pick<Resolving, 'staging' | 'storedIds' | 'now'> & { faults: Faults },
): AsyncGenerator<StagedRow[]> {
  const { kind, update } = options;
  const columns: Columns = kinds[kind];
  let told: Fault[] = [];
  const tell = (fault: Fault): undefined => void told.push(fault);
  const refuse = ({ number: line }: Line, column: string, reason: string) =>
    tell({ line, column, reason });
  // Sorted by line: the checks find faults in another order.
  const passOn = () => {
    for (const fault of told.sort((a, b) => a.line - b.line)) making.faults.add(fault);
    told = [];
  };
  try {
    for await (const records of readRecords(input, options, Object.keys(columns), tell)) {
      const lines = records.flatMap((one) => parseRecord(one, columns, options, tell) ?? []);
      const rows = await importers[kind].resolve({ ...making, lines, columns, update, refuse });
      passOn();
      yield rows;
    }
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    tell(error.fault);
    passOn();
  }
}
