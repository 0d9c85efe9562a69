import { constants, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { delimiters } from '../../bulk/delimiters.ts';
import { type KindName, kindNames } from '../../bulk/kind-names.ts';
import { type Format, formatOf, formats } from '../../bulk/format.ts';
import type { Store } from '../../store/store.ts';
import { writeData, writeRows } from '../../terminal/write.ts';
import { commandLine } from '../lib/command-line.ts';
import { type Context, print, say } from '../lib/context.ts';
import { describeIncluded } from '../lib/describe-included.ts';
import { Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { startProgress } from '../lib/progress.ts';
import { withStore } from '../lib/with-store.ts';

interface Options {
  format?: Format;
  output: string;
  product?: string;
  account?: string;
  withPasswordHashes?: true;
  ids: boolean;
  delimiter: keyof typeof delimiters;
  raw?: true;
  force?: true;
  dryRun?: true;
}

/** `latchkey export`: writes rows of the database to a file. A server may run meanwhile. */
export function addExport(program: Command, context: Context): void {
  const command = program
    .command('export')
    .description('export rows to a file, such as customers or licenses')
    .addArgument(new Argument('<kind>', 'kind of rows to export').choices(kindNames))
    .option('-o, --output <file>', 'file to write; - is standard output', '-')
    .addOption(
      new Option('--format <format>', 'format of the file (default: by its extension)').choices(
        formats,
      ),
    )
    .option('--product <code>', 'only rows of this product')
    .option('--account <code>', 'only rows of this customer account')
    .option(
      '--with-password-hashes',
      'include the password hashes of users; keep such a file secret',
    )
    .addOption(
      new Option('--delimiter <character>', 'between cells')
        .choices(Object.keys(delimiters))
        .default(','),
    )
    .option('--raw', 'write texts unchanged, even those that a spreadsheet would run as formulas')
    .option('--force', 'overwrite an existing file')
    .option('--dry-run', 'only report the number of rows and the columns')
    .option('--no-ids', 'leave out the columns with IDs')
    .action((kind: KindName, options: Options) =>
      withStore(context, (store) => write(context, store, kind, options), { timeLimits: false }),
    );
  addExamples(command, [
    ['latchkey export licenses -o licenses.csv --dry-run', 'count them'],
    ['latchkey export licenses -o licenses.csv'],
    ['latchkey export devices --product demo', 'print them'],
    ['latchkey export users --format jsonl | jq .email'],
  ]).addHelpText('after', '\nThe columns: see /docs/import-and-export.html.');
}

async function write(context: Context, store: Store, kind: KindName, options: Options) {
  const { exportRecords } = await import('../../bulk/export-records.ts');
  const { output, format = formatOf(output), withPasswordHashes = false, raw = false } = options;
  const onTerminal = output === '-' && context.stdout.isTTY;
  const settings = {
    ...options,
    kind,
    format,
    withPasswordHashes,
    withoutIds: !options.ids,
    forTerminal: onTerminal,
    raw,
    delimiter: delimiters[options.delimiter],
    mark: output !== '-' && !raw,
  };
  await assertCodes(store, options);
  const { total, included, columns, pieces } = await exportRecords(store, settings);
  const rows = `${total} ${kind}${describeIncluded(included)}`;
  if (options.dryRun === true) {
    const where = output === '-' ? 'standard output' : output;
    print(context, `${rows} would be written to ${where}, as ${format}.`);
    print(context, `Columns: ${columns.join(', ')}.`);
    return;
  }
  if (kind === 'users' && withPasswordHashes) {
    // Written first: even part of the output may be read.
    const event = {
      action: 'exportPasswordHashes',
      outcome: 'done',
      detail: { users: total },
    } as const;
    await store.audit.record(commandLine(), event, new Date());
  }
  // Rows and a progress bar on one terminal would overwrite each other.
  const progress = onTerminal ? undefined : startProgress(context, kind, total);
  try {
    const writeTo = output === '-' ? toStdout(context) : toFile(output, options.force === true);
    await writeTo(pieces, (rows) => progress?.advance(rows));
  } finally {
    progress?.stop();
  }
  if (output !== '-') say(context, `Wrote ${rows} to ${output}.`);
  if (raw && format === 'csv') {
    say(
      context,
      'warning: spreadsheets run texts of this file that begin with =, +, - or @ as formulas',
    );
  }
}

/** Checks that the codes exist: with a misspelt code the file would be empty. @throws Failure */
async function assertCodes({ products, customerAccounts }: Store, { product, account }: Options) {
  if (product !== undefined && (await products.findByCode(product)) === undefined) {
    throw new Failure('refused', `There is no product with the code ${product}.`);
  }
  if (account !== undefined && (await customerAccounts.findByCode(account)) === undefined) {
    throw new Failure('refused', `There is no customer account with the code ${account}.`);
  }
}

type Write = (
  pieces: AsyncIterable<{ text: string; rows: number }>,
  done: (rows: number) => void,
) => Promise<void>;

function toStdout({ stdout }: Context): Write {
  return async (pieces, done) => {
    for await (const { text, rows } of pieces) {
      if (stdout.isTTY) writeRows(stdout, text);
      else await writeData(stdout, text);
      done(rows);
    }
  };
}

/**
 * Writes a temporary file and renames it, so that the name never stands for half a file. Only its owner can read it,
 * since it contains personal data. Devices and pipes are written directly.
 */
function toFile(name: string, mayOverwrite: boolean): Write {
  return async (pieces, done) => {
    const { path, isFile, isThere } = await lookUp(name).catch(refuse);
    if (isFile && isThere && !mayOverwrite) {
      const advice = 'Choose another name, or add --force to overwrite it.';
      throw new Failure('refused', `The file ${name} exists already.`, { advice });
    }
    const written = isFile ? `${path}.${process.pid}.part` : path;
    const file = await open(written, isFile ? 'wx' : constants.O_WRONLY, 0o600).catch(refuse);
    try {
      for await (const { text, rows } of pieces) {
        await file.writeFile(text).catch(refuse);
        done(rows);
      }
      if (isFile) await file.sync().catch(refuse);
      await file.close().catch(refuse);
      if (isFile) await rename(written, path).catch(refuse);
    } catch (error) {
      await file.close();
      if (isFile) await rm(written, { force: true });
      throw error;
    }
  };
}

/** Follows symbolic links. @returns the path, whether it exists, and whether it is a regular file or does not exist */
async function lookUp(name: string): Promise<{ path: string; isFile: boolean; isThere: boolean }> {
  try {
    const path = await realpath(name);
    return { path, isFile: (await stat(path)).isFile(), isThere: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const link = await readlink(name).catch(() => undefined);
  if (link === undefined) return { path: name, isFile: true, isThere: false };
  return lookUp(resolve(await realpath(dirname(name)), link));
}

function refuse(cause: unknown): never {
  const message = `The file cannot be written: ${(cause as Error).message}`;
  throw new Failure('refused', message, { cause });
}
