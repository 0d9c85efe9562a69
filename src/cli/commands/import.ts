import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Argument, type Command, Option } from 'commander';
import { type DateFormat, dateFormats } from '../../bulk/dates.ts';
import { delimiters } from '../../bulk/delimiters.ts';
import { describeFault, type FaultKind } from '../../bulk/fault.ts';
import { type Format, formatOf, formats } from '../../bulk/format.ts';
import type { ImportOptions, ImportResult } from '../../bulk/import-records.ts';
import { type KindName, kindNames } from '../../bulk/kind-names.ts';
import { commandLine } from '../lib/command-line.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { describeIncluded } from '../lib/describe-included.ts';
import { exitCodes, Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { startProgress } from '../lib/progress.ts';
import { withStore } from '../lib/with-store.ts';

/** The number of bytes to read at a time. */
const CHUNK = 262_144;

interface Options {
  format?: Format;
  partial?: true;
  update?: true;
  dryRun?: true;
  json?: true;
  delimiter?: keyof typeof delimiters;
  dateFormat?: DateFormat;
  raw?: true;
}

/** `latchkey import`: imports the rows of a file into the database. A server may run meanwhile. */
export function addImport(program: Command, context: Context): void {
  const command = program
    .command('import')
    .description('import the rows of a file, such as customers or licenses')
    .addArgument(new Argument('<kind>', 'kind of rows in the file').choices(kindNames))
    .argument('<file>', 'file to read; - is standard input')
    .addOption(
      new Option('--format <format>', 'format of the file (default: by its extension)').choices(
        formats,
      ),
    )
    .option('--partial', 'import the valid rows of a file that has faults')
    .option('--update', 'update existing rows')
    .option('--dry-run', 'only report faults and changes')
    .addOption(
      new Option('--delimiter <character>', 'between cells (default: detected)').choices(
        Object.keys(delimiters),
      ),
    )
    .addOption(new Option('--date-format <format>', 'of dates').choices(dateFormats))
    .option('--raw', 'read cells unchanged, as export --raw wrote them')
    .option('--json', 'print one JSON document')
    .action(async (kind: KindName, file: string, options: Options) => {
      if (kind === 'devices' && options.update === true) {
        throw new Failure('usage', 'An import does not update devices. Leave out --update.');
      }
      const { format = formatOf(file), partial = false, update = false, dryRun = false } = options;
      const onStoring = () => say(context, 'The file has no faults. Its rows are now stored.');
      const whence = { origin: commandLine(), fileName: basename(file) };
      const { dateFormat, raw } = options;
      const delimiter = options.delimiter && delimiters[options.delimiter];
      const manner = { delimiter, dateFormat, raw };
      const settings = { kind, format, partial, update, dryRun, ...manner, ...whence };
      const result = await run(context, file, { ...settings, onStoring });
      if (options.json === true) printJson(context, toJson(result, settings));
      else report(context, result, settings);
      if (result.faults.count > 0) context.exitCode = exitCodes.refused;
    });
  addExamples(command, [
    ['latchkey import customers customers.csv'],
    ['latchkey import licenses licenses.csv --dry-run', 'only look for faults'],
    ['latchkey import users - --format jsonl < users.jsonl'],
  ]).addHelpText('after', '\nThe columns and their values: see /docs/import-and-export.html.');
}

type Settings = Omit<ImportOptions, 'timeZone'>;

async function run(context: Context, file: string, options: Settings): Promise<ImportResult> {
  // By default the space for young objects grows, and a million short-lived objects are collected late: the same speed
  // with 100 MiB more memory (measured with bench/import.ts).
  setFlagsFromString('--semi-space-growth-factor=1');
  const [{ importRecords }, { ChangedMeanwhile }] = await Promise.all([
    import('../../bulk/import-records.ts'),
    import('../../store/changed-meanwhile.ts'),
  ]);
  const input = file === '-' ? context.stdin : readFile(context, file);
  try {
    return await withStore(
      context,
      (store, { timeZone }) =>
        importRecords({ store, clock: () => new Date() }, input, { ...options, timeZone }),
      { timeLimits: false },
    );
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    throw new Failure('refused', error.message, {
      advice: 'These rows were not stored. Run the import again.',
      cause: error,
    });
  }
}

/** Reads a file, and shows the progress. @throws Failure when it cannot be read */
async function* readFile(context: Context, name: string): AsyncGenerator<Buffer> {
  const file = await open(name).catch(refuse);
  const { size } = await file.stat();
  const progress = startProgress(context, 'bytes', size);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file
        .read({ buffer: Buffer.allocUnsafe(CHUNK) })
        .catch(refuse);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      progress.advance(bytesRead);
    }
  } finally {
    await file.close();
    progress.stop();
  }
}

function refuse(cause: unknown): never {
  const message = `The file cannot be read: ${(cause as Error).message}`;
  throw new Failure('refused', message, { cause });
}

function toJson(result: ImportResult, { partial, dryRun }: Settings) {
  const { created, updated, unchanged, included, changes, faults } = result;
  const kept = !dryRun && (partial || faults.count === 0);
  const kinds = faults.kinds.map(({ first, count }) => ({ count, first }));
  return {
    kept,
    created,
    updated,
    unchanged,
    included,
    changed_columns: Object.fromEntries(changes),
    fault_count: faults.count,
    fault_kinds: kinds,
    faults: faults.first,
  };
}

function report(context: Context, result: ImportResult, options: Settings): void {
  const { kind, partial, dryRun } = options;
  const { created, updated, unchanged, included, changes, faults } = result;
  for (const one of faults.kinds) sayFaults(context, one);
  const more = describeIncluded(included, 'new ');
  const good = `${created} new and ${updated} changed ${kind}${more}`;
  const rest = unchanged === 0 ? '' : `; ${unchanged} unchanged`;
  if (dryRun) print(context, `${faults.count} fault(s); ${good} could be stored${rest}.`);
  else if (faults.count === 0) print(context, `Stored ${good}${rest}.`);
  else if (partial) print(context, `Stored ${good}${rest}; ${faults.count} fault(s).`);
  else return print(context, `Stored nothing: ${faults.count} fault(s).`);
  if (changes.size === 0) return;
  const counts = [...changes].map(([column, count]) => `${column} (${count})`);
  print(context, `${dryRun ? 'Would change' : 'Changed'}: ${counts.join(', ')}.`);
}

/** Prints the first faults of a kind in full, and the number of others. */
function sayFaults(context: Context, { first, count }: FaultKind): void {
  for (const fault of first) say(context, describeFault(fault));
  if (count > first.length) say(context, `… and ${count - first.length} more of this kind`);
}
