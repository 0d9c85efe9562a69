import { existsSync } from 'node:fs';
import { mkdir, open, link, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { openDataDir } from '../../config/data-dir.ts';
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
import { syncFolder } from '../lib/sync-folder.ts';
import { printTable } from '../lib/table.ts';
import { askDatabase, hasDatabase, noDatabase } from '../lib/with-store.ts';

interface Options {
  readonly to: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `latchkey move`: copies everything into another database, while no server runs. */
export function addMove(program: Command, context: Context): void {
  const command = program
    .command('move')
    .description('copy all data and keys to another database, while no server runs')
    .requiredOption('--to <database>', 'an empty PostgreSQL database by its URL, or a folder')
    .option('--dry-run', 'only report what would be moved, and obstacles')
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
      'The password may stand in PGPASSWORD. Give the server at the new database the same secret key: see ' +
        '/docs/moving-between-databases.html.',
    )}`,
  );
}

async function move(context: Context, config: Config, options: Options): Promise<void> {
  const source = databaseOf(config);
  const target = isPostgres(options.to) ? options.to : fileOf(options.to);
  if (!isPostgres(target) && existsSync(target)) {
    throw new Failure('refused', `There is a database ${target} already.`, {
      advice: 'Name a folder without one. Nothing was changed.',
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
      else say(context, 'All of it could be moved. Nothing was changed.');
      return false;
    }
    await confirm(
      context,
      `Copy ${total} rows to ${isPostgres(target) ? placeOf(target) : target}?`,
      options,
    );
    const tables = await copy(context, endpoints, total);
    if (options.json === true) printJson(context, { moved: true, tables, rows: total });
    else print(context, `Moved: ${total} rows, each read back and compared.`);
    return true;
  });
  if (options.dryRun !== true) sayWhatIsNext(context, config, target);
}

/** @returns false where nothing is to be kept */
type Work = (endpoints: Endpoints) => Promise<boolean>;

async function moveTo(endpoints: Endpoints, work: Work): Promise<void> {
  await work(endpoints);
}

/** Beside and linked: under its name there is a whole database or none. */
async function intoNewFile(endpoints: Endpoints, work: Work): Promise<void> {
  const { target } = endpoints;
  const beside = `${target}.moving`;
  const remove = async () => {
    for (const part of ['', '-wal', '-shm']) await rm(beside + part, { force: true });
  };
  const folder = await mkdir(dirname(target), { recursive: true, mode: 0o700 }).catch(
    (error: unknown) => {
      throw new Failure('refused', `The folder cannot be made: ${(error as Error).message}`);
    },
  );
  let isKept = false;
  // One that was interrupted may have left it.
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

/** @throws Failure where the move is refused, or a database does not answer */
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
      ? `Set LATCHKEY_SECRET_KEY to what is in ${secretKeyFile(config)}.`
      : 'Leave LATCHKEY_SECRET_KEY as it is.';
  say(context, `The secret key stays the same, or nothing can be opened. ${key}`);
  say(context, `Nothing of ${old} was changed. Start no server on it any more.`);
}

/** @throws Failure where it is a URL that cannot be read */
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
