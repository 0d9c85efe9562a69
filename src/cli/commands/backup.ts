import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { filesFolder } from '../../files/file-path.ts';
import { secretKeyFile } from '../../keys/secret-key-file.ts';
import { type Context, say } from '../lib/context.ts';
import { Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { startProgress } from '../lib/progress.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { hasDatabase, noDatabase } from '../lib/with-store.ts';

/** `latchkey backup`: copies the database into one file, while the server runs. */
export function addBackup(program: Command, context: Context): void {
  const command = program
    .command('backup')
    .description('copy the database to a file, while the server runs')
    .argument('<file>', 'the file to write; it must not exist')
    .action(async (file: string) => {
      if (file === '-')
        throw new Failure('usage', 'A backup cannot be written to standard output. Name a file.');
      const config = loadConfig(context.env);
      if (config.databaseUrl !== null) throw pgDump(file);
      if (!hasDatabase(config)) throw noDatabase(config);
      // Checked again at the end. Checking first avoids copying a large database in vain.
      if (existsSync(file)) throw taken(resolve(file));
      await backUp(context, databaseOf(config), resolve(file));
      say(context, `The database is in ${file}. ${secretKeyAdvice(config)}`);
      if (existsSync(filesFolder(config))) {
        say(context, `Copy the uploaded installation files too: ${filesFolder(config)}`);
      }
    });
  addExamples(command, [
    ['latchkey backup latchkey-$(date +%F).db', 'one file each day'],
  ]).addHelpText(
    'after',
    '\nThe backup does not contain the secret key. Keep that too, in another place:\nsee /docs/backup.html.',
  );
}

/**
 * Copies to a temporary file and links it, so that the name never stands for half a backup, and no existing file is
 * overwritten.
 */
async function backUp(context: Context, database: string, file: string): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  const made = await open(beside, 'wx', 0o600).catch((error: unknown) => {
    throw new Failure('refused', `The backup cannot be written: ${(error as Error).message}`);
  });
  try {
    await copyWithBar(context, database, beside);
    await made.sync();
    await link(beside, file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(file);
    throw new Failure('refused', `No backup was made: ${message}`, { cause: error });
  } finally {
    await made.close();
    // SQLite leaves its journal on a full disk.
    for (const name of [beside, `${beside}-journal`]) await rm(name, { force: true });
  }
  await syncFolder(dirname(file));
}

function taken(file: string): Failure {
  return new Failure('refused', `The file ${file} exists already.`, {
    advice: 'Choose another name. A backup never overwrites a file.',
  });
}

async function copyWithBar(context: Context, database: string, target: string): Promise<void> {
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
      advice: `  pg_dump --format=custom --file=${file} "$LATCHKEY_DATABASE_URL"`,
    },
  );
}
