import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
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
      if (file === '-') throw new Failure('usage', 'A backup is a file of its own: name it.');
      const config = loadConfig(context.env);
      if (config.databaseUrl !== null) throw pgDump(file);
      if (!hasDatabase(config)) throw noDatabase(config);
      // Looked at again at the end. A large copy should not be made in vain.
      if (existsSync(file)) throw taken(resolve(file));
      await backUp(context, databaseOf(config), resolve(file));
      say(context, `The database is in ${file}. ${secretKeyAdvice(config)}`);
    });
  addExamples(command, [['latchkey backup latchkey-$(date +%F).db', 'a file a day']]).addHelpText(
    'after',
    '\nThe secret key is not in it: keep that too, elsewhere. See /docs/backup.html.',
  );
}

/** Beside and linked: under its name there is a whole backup or none, and never somebody else's file. */
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
  return new Failure('refused', `There is a file ${file} already.`, {
    advice: 'Say another name: a backup never takes the place of a file.',
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
  return `Without the secret key ${where} nobody can use it: keep that too, elsewhere.`;
}

/** PostgreSQL's own tool knows its versions, roles and compression better than we do. */
function pgDump(file: string): Failure {
  return new Failure('refused', "PostgreSQL's own tool makes its backups, also while it runs:", {
    advice: `  pg_dump --format=custom --file=${file} "$LATCHKEY_DATABASE_URL"`,
  });
}
