import { systemOrigin } from '../../src/rules/audit-event.ts';
import { importRecords, type ImportOptions } from '../../src/bulk/import-records.ts';
import { exportRecords, type ExportOptions } from '../../src/bulk/export-records.ts';
import type { KindName } from '../../src/bulk/kind-names.ts';
import { utc } from '../../src/rules/time-zone.ts';
import type { Store } from '../../src/store/store.ts';

/** The time of every import of the tests. */
export const importedAt = new Date('2026-06-15T12:00:00.000Z');

/** Imports a text as the file of that kind: by default CSV, whole, without updates. */
export async function importText(
  store: Store,
  kind: KindName,
  text: string | Buffer,
  options: Partial<ImportOptions> = {},
  pieceSize = 1_000,
) {
  const { created, updated, unchanged, included, changes, faults } = await importRecords(
    { store, clock: () => importedAt },
    inPieces(Buffer.from(text), pieceSize),
    {
      fileName: `${kind}.csv`,
      kind,
      format: 'csv',
      partial: false,
      update: false,
      dryRun: false,
      origin: systemOrigin,
      timeZone: utc,
      ...options,
    },
  );
  return {
    created,
    updated,
    unchanged,
    included,
    changes: Object.fromEntries(changes),
    faultCount: faults.count,
    faults: faults.first,
    kinds: faults.kinds,
  };
}

/** As a disk gives them: in pieces that end anywhere. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

/** The text of a file of that kind: by default CSV, all of it. */
export async function exportText(
  store: Store,
  kind: KindName,
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const settings: ExportOptions = {
    kind,
    format: 'csv',
    withPasswordHashes: false,
    withoutIds: false,
    forTerminal: false,
    delimiter: ',',
    raw: false,
    mark: false,
    ...options,
  };
  const { total, pieces } = await exportRecords(store, settings);
  let text = '';
  let written = 0;
  for await (const piece of pieces) {
    text += piece.text;
    written += piece.rows;
  }
  if (written !== total) throw new Error(`announced ${total} rows, wrote ${written}`);
  return text;
}
