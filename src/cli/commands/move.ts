import { existsSync } from 'node:fs';
import { mkdir, open, link, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { openDataDir } from '../../config/data-dir.ts';
import { filesFolder } from '../../files/file-path.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { sealingOf, secretKeyFile } from '../../keys/secret-key-file.ts';
import type { Endpoints, MovedTable } from '../../store/move/move.ts';
import {
  isPostgres,
  parsePostgresUrl,
  placeOf,
  PostgresUrlError,
} from '../../config/postgres-url.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { Failure } from '../lib/failure.ts';
import { addExamples, paragraph } from '../lib/help.ts';
import { startProgress } from '../lib/progress.ts';
import { copyWithBar, filesOf, sayLost } from '../lib/stored-files.ts';
import { printTable } from '../lib/table.ts';
import { askDatabase, hasDatabase, noDatabase } from '../lib/with-store.ts';

interface Options {
  readonly to: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `latchkey move`: copies all data and files to another database, while no server runs. */
export function addMove(program: Command, context: Context): void {
  const command = program
    .command('move')
    .description('copy all data and keys to another database, while no server runs')
    .requiredOption('--to <database>', 'URL of an empty PostgreSQL database, or a folder')
    .option('--dry-run', 'only report the number of rows, and obstacles')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const config = loadConfig(context.env);
      if (!hasDatabase(config)) throw noDatabase(config);
      openDataDir(config);
      await move(context, config, options);
    });
  addExamples(command, [
    ['latchkey move --to postgres://latchkey@db.internal/latchkey --dry-run'],
    ['latchkey move --to postgres://latchkey@db.internal/latchkey'],
    ['latchkey move --to /var/lib/latchkey', 'and back'],
  ]).addHelpText(
    'after',
    `\n${paragraph(
      'The password can be in PGPASSWORD. The server needs the same secret key at the new database: see ' +
        '/docs/moving-between-databases.html.',
    )}`,
  );
}

async function move(context: Context, config: Config, options: Options): Promise<void> {
  const source = databaseOf(config);
  const target = isPostgres(options.to) ? options.to : fileOf(options.to);
  if (!isPostgres(target) && existsSync(target)) {
    throw new Failure('refused', `The database ${target} exists already.`, {
      advice: 'Name a folder without a database. Nothing was changed.',
    });
  }
  assertUrl(target);
  const work = isPostgres(target) ? moveTo : intoNewFile;
  await work({ source, target, sealing: sealingOf(config) }, async (endpoints) => {
    const alone = options.dryRun !== true;
    const plan = await refusing(({ rehearseMove }) => rehearseMove(endpoints, alone));
    const total = plan.reduce((sum, { rows }) => sum + rows, 0);
    if (options.json !== true) {
      printTable(
        context,
        ['Table', 'Rows'],
        plan.map(({ table, rows }) => [table, String(rows)]),
      );
    }
    if (options.dryRun === true) {
      if (options.json === true) printJson(context, { moved: false, tables: plan, rows: total });
      else say(context, 'Everything can be moved. Nothing was changed.');
      return false;
    }
    await confirm(
      context,
      `Copy ${total} rows to ${isPostgres(target) ? placeOf(target) : target}?`,
      options,
    );
    const tables = await copy(context, endpoints, total);
    await moveFiles(context, config, target);
    if (options.json === true) printJson(context, { moved: true, tables, rows: total });
    else print(context, `Moved: ${total} rows, each read back and compared.`);
    return true;
  });
  if (options.dryRun !== true) sayWhatIsNext(context, config, target);
}

/** Does the move. @returns false when the target must not be kept */
type Work = (endpoints: Endpoints) => Promise<boolean>;

async function moveTo(endpoints: Endpoints, work: Work): Promise<void> {
  await work(endpoints);
}

/** Writes a temporary file and links it, so that the name never stands for half a database. */
async function intoNewFile(endpoints: Endpoints, work: Work): Promise<void> {
  const { target } = endpoints;
  const beside = `${target}.moving`;
  const remove = async () => {
    for (const part of ['', '-wal', '-shm']) await rm(beside + part, { force: true });
  };
  const folder = await mkdir(dirname(target), { recursive: true, mode: 0o700 }).catch(
    (error: unknown) => {
      throw new Failure('refused', `The folder cannot be created: ${(error as Error).message}`);
    },
  );
  let isKept = false;
  // A move that was interrupted may have left the file.
  await remove();
  try {
    isKept = await work({ ...endpoints, target: beside });
    if (!isKept) return;
    const whole = await open(beside, 'r');
    await whole.sync();
    await whole.close();
    await link(beside, target);
    await syncFolder(dirname(target));
  } finally {
    await remove();
    if (!isKept && folder !== undefined) await rm(folder, { recursive: true });
  }
}

async function copy(context: Context, endpoints: Endpoints, total: number): Promise<MovedTable[]> {
  // Every row is written, and read again.
  const progress = startProgress(context, 'rows written and read back', 2 * total);
  const advance = (rows: number) => progress.advance(rows);
  try {
    return await refusing(({ moveDatabase }) =>
      moveDatabase(endpoints, { copied: advance, verified: advance }),
    );
  } finally {
    progress.stop();
  }
}

/**
 * Copies the installation files to the folder of the new database. For PostgreSQL they stay where they are. The move is
 * complete without files that were missing before.
 */
async function moveFiles(context: Context, config: Config, target: string): Promise<void> {
  const from = filesFolder(config);
  const to = filesFolder({ dataDir: isPostgres(target) ? config.dataDir : dirname(target) });
  const files = await filesOf(databaseOf(config));
  if (resolve(from) === resolve(to)) {
    if (files.length > 0) say(context, `${files.length} installation file(s) stay in ${from}.`);
    return;
  }
  const lost = await copyWithBar(context, files, { from, to, recheck: true }).catch(
    (cause: unknown) => {
      const message = `The installation files cannot be copied: ${(cause as Error).message}`;
      throw new Failure('refused', `${message}. The database was not moved.`, { cause });
    },
  );
  if (files.length > lost.length) {
    say(context, `${files.length - lost.length} installation file(s) are in ${to}.`);
  }
  sayLost(context, lost, to);
}

/** Turns errors of a move into failures. @throws Failure when the move is refused, or a database does not respond */
function refusing<T>(
  work: (module: typeof import('../../store/move/move.ts')) => Promise<T>,
): Promise<T> {
  return askDatabase(async () => {
    const module = await import('../../store/move/move.ts');
    try {
      return await work(module);
    } catch (cause) {
      if (!(cause instanceof module.MoveError)) throw cause;
      const { message, advice } = cause;
      throw new Failure('refused', `${message} Nothing was changed.`, {
        cause,
        ...(advice === undefined ? {} : { advice }),
      });
    }
  });
}

function sayWhatIsNext(context: Context, config: Config, target: string): void {
  const old = config.databaseUrl === null ? resolve(databaseOf(config)) : 'the old database';
  say(
    context,
    isPostgres(target)
      ? 'Start the server with LATCHKEY_DATABASE_URL set to it.'
      : `Start the server with LATCHKEY_DATA_DIR=${dirname(target)} and without LATCHKEY_DATABASE_URL.`,
  );
  const key =
    config.secretKeys === undefined
      ? `Set LATCHKEY_SECRET_KEY to the content of ${secretKeyFile(config)}.`
      : 'Do not change LATCHKEY_SECRET_KEY.';
  say(context, `The new server needs the same secret key. ${key}`);
  say(context, `${old} was not changed. Do not start a server on it again.`);
}

/** @throws Failure when it looks like a URL and is invalid */
function assertUrl(target: string): void {
  try {
    if (isPostgres(target)) parsePostgresUrl(target);
  } catch (cause) {
    if (!(cause instanceof PostgresUrlError)) throw cause;
    throw new Failure('usage', `The URL of --to ${cause.message}.`, { cause });
  }
}

function fileOf(path: string): string {
  return resolve(basename(path) === 'latchkey.db' ? path : join(path, 'latchkey.db'));
}
