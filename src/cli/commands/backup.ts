import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { filesFolder } from '../../files/file-path.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import type { LostFile } from '../../files/copy-files.ts';
import { secretKeyFile } from '../../keys/secret-key-file.ts';
import type { StoredFile } from '../../store/stored-files.ts';
import { type Context, say } from '../lib/context.ts';
import { exitCodes, Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { startProgress } from '../lib/progress.ts';
import { copyWithBar, countOthers, filesOf, folderBeside, sayLost } from '../lib/stored-files.ts';
import { askDatabase, hasDatabase, noDatabase } from '../lib/with-store.ts';

/** `latchkey backup`: copies the database into one file, while the server runs. */
export function addBackup(program: Command, context: Context): void {
  const command = program
    .command('backup')
    .description('copy the database and the installation files, while the server runs')
    .argument('<file>', 'the file to write; it must not exist')
    .option('--only-files', 'copy only the installation files, to the folder of this backup')
    .action(async (file: string, { onlyFiles = false }: { onlyFiles?: boolean }) => {
      if (file === '-')
        throw new Failure('usage', 'A backup cannot be written to standard output. Name a file.');
      const config = loadConfig(context.env);
      if (config.databaseUrl !== null && !onlyFiles) throw pgDump(file);
      if (!hasDatabase(config)) throw noDatabase(config);
      if (onlyFiles) return await backUpFiles(context, config, file);
      // Checked again at the end. Checking first avoids copying a large database in vain.
      if (existsSync(file)) throw taken(resolve(file));
      const { files, lost } = await backUp(context, config, resolve(file));
      say(context, `The database is in ${file}. ${secretKeyAdvice(config)}`);
      await sayFiles(context, config, file, { files, lost });
    });
  addExamples(command, [
    ['latchkey backup latchkey-$(date +%F).db', 'one file each day'],
    ['latchkey backup latchkey.dump --only-files', 'beside a backup of PostgreSQL'],
  ]).addHelpText(
    'after',
    '\nThe backup does not contain the secret key. Keep that too, in another place:\nsee /docs/backup.html.',
  );
}

/** Copies the installation files of a database that has its own backup. */
async function backUpFiles(context: Context, config: Config, file: string): Promise<void> {
  const files = await askDatabase(() => filesOf(databaseOf(config)));
  if (files.length === 0) return say(context, 'There are no uploaded installation files.');
  const lost = await copyTo(context, config, file, files).catch(notMade);
  await sayFiles(context, config, file, { files, lost });
}

/**
 * Says where the installation files are, and how many others are there. The command fails in the end when the backup
 * does not have all.
 */
async function sayFiles(
  context: Context,
  config: Config,
  file: string,
  { files, lost }: { files: readonly StoredFile[]; lost: readonly LostFile[] },
): Promise<void> {
  const count = files.length - lost.length;
  if (count > 0) say(context, `${count} installation file(s) are in ${folderBeside(file)}.`);
  const others = await countOthers(file, files);
  if (others > 0) {
    say(context, `${others} file(s) there are not in this backup, but older ones may need them.`);
    say(context, 'To be rid of them, begin a new folder: see /docs/backup.html.');
  }
  sayLost(context, lost, filesFolder(config));
  if (lost.length > 0) context.exitCode = exitCodes.refused;
}

function copyTo(context: Context, config: Config, file: string, files: readonly StoredFile[]) {
  const folders = { from: filesFolder(config), to: folderBeside(file), recheck: false };
  return copyWithBar(context, files, folders);
}

/**
 * Copies to a temporary file and links it, so that the name never stands for half a backup, and no existing file is
 * overwritten. It gets its name after the installation files are there.
 * @returns the installation files of the backup, and those of them that it does not have
 */
async function backUp(
  context: Context,
  config: Config,
  file: string,
): Promise<{ files: readonly StoredFile[]; lost: readonly LostFile[] }> {
  const database = databaseOf(config);
  const beside = `${file}.${process.pid}.part`;
  const made = await open(beside, 'wx', 0o600).catch((error: unknown) => {
    throw new Failure('refused', `The backup cannot be written: ${(error as Error).message}`);
  });
  try {
    // First those of now: a version that is deleted during the copy of the database is in the backup.
    const before = await filesOf(database);
    const lostBefore = await copyTo(context, config, file, before);
    await copyDatabaseWithBar(context, database, beside);
    await made.sync();
    const files = await filesOf(beside);
    const idsBefore = new Set(before.map(({ id }) => id));
    const ids = new Set(files.map(({ id }) => id));
    const lost = [
      ...lostBefore.filter((one) => ids.has(one.file.id)),
      ...(await copyTo(
        context,
        config,
        file,
        files.filter((one) => !idsBefore.has(one.id)),
      )),
    ];
    await link(beside, file);
    await syncFolder(dirname(file));
    return { files, lost };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(file);
    return notMade(error);
  } finally {
    await made.close();
    // SQLite leaves its journal on a full disk.
    for (const name of [beside, `${beside}-journal`]) await rm(name, { force: true });
  }
}

function notMade(cause: unknown): never {
  throw new Failure('refused', `No backup was made: ${(cause as Error).message}`, { cause });
}

function taken(file: string): Failure {
  return new Failure('refused', `The file ${file} exists already.`, {
    advice: 'Choose another name. A backup never overwrites a file.',
  });
}

async function copyDatabaseWithBar(
  context: Context,
  database: string,
  target: string,
): Promise<void> {
  const { copyDatabase } = await import('../../store/sqlite/sqlite-backup.ts');
  let progress: ReturnType<typeof startProgress> | undefined;
  let done = 0;
  try {
    await copyDatabase(database, target, (size, total) => {
      progress ??= startProgress(context, 'bytes', total);
      progress.advance(size - done);
      done = size;
    });
  } finally {
    progress?.stop();
  }
}

function secretKeyAdvice(config: Config): string {
  const where =
    config.secretKeys === undefined ? `in ${secretKeyFile(config)}` : 'in LATCHKEY_SECRET_KEY';
  return `It cannot be used without the secret key ${where}. Keep that too, in another place.`;
}

/** PostgreSQL's own tool handles its versions, roles and compression. */
function pgDump(file: string): Failure {
  return new Failure(
    'refused',
    'Use pg_dump for backups of PostgreSQL. Servers may run meanwhile:',
    {
      advice:
        `  pg_dump --format=custom --file=${file} "$LATCHKEY_DATABASE_URL"\n` +
        `Then copy the uploaded installation files, if there are any:\n` +
        `  latchkey backup ${file} --only-files`,
    },
  );
}
