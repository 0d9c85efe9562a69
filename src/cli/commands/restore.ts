import { existsSync, renameSync } from 'node:fs';
import { chmod, copyFile, open, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { openDataDir } from '../../config/data-dir.ts';
import type { LostFile } from '../../files/copy-files.ts';
import { filesFolder } from '../../files/file-path.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { sealingOf, secretKeyFile } from '../../keys/secret-key-file.ts';
import type { StoredFile } from '../../store/stored-files.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { exitCodes, Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { copyWithBar, filesOf, folderBeside, sayLost } from '../lib/stored-files.ts';
import { askDatabase, hasDatabase, noDatabase } from '../lib/with-store.ts';

/** `latchkey restore`: replaces the database by a backup, while no server runs. */
export function addRestore(program: Command, context: Context): void {
  const command = program
    .command('restore')
    .description('replace the database by a backup, with its files, while no server runs')
    .argument('<file>', 'file of latchkey backup')
    .option('--yes', 'do not ask before a database is replaced')
    .option('--only-files', 'copy only the installation files, from the folder of this backup')
    .action(async (file: string, options: { yes?: true; onlyFiles?: true }) => {
      const config = loadConfig(context.env);
      const { onlyFiles = false } = options;
      if (config.databaseUrl !== null && !onlyFiles) throw pgRestore(file);
      openDataDir(config);
      if (onlyFiles) return await restoreFiles(context, config, file);
      const database = databaseOf(config);
      const copy = `${database}.restoring`;
      try {
        await prepare(file, copy, config);
        if (existsSync(database)) {
          const question = `Replace the existing database? It will be kept under another name.`;
          await confirm(context, question, options);
          await assertAlone(database);
        }
        // Before the database: a full disk changes nothing then.
        const files = await filesOf(copy);
        const lost = await copyBack(context, config, file, files);
        const aside = await swap(copy, database);
        await syncFolder(config.dataDir);
        if (aside !== undefined) say(context, `The previous database is kept as${aside}.`);
        say(context, `${file} is restored. Start the server with \`latchkey start\`.`);
        sayRestored(context, config, { files, lost });
      } finally {
        for (const name of [copy, `${copy}-wal`, `${copy}-shm`]) await rm(name, { force: true });
      }
    });
  addExamples(command, [
    ['latchkey restore latchkey-2026-06-15.db', 'without an existing database'],
    ['latchkey restore latchkey-2026-06-15.db --yes', 'replaces the existing one'],
  ]).addHelpText(
    'after',
    '\nPut the secret key of the backup in place first: see /docs/backup.html.',
  );
}

/** Copies the installation files of a database that was restored by other means. */
async function restoreFiles(context: Context, config: Config, file: string): Promise<void> {
  if (!hasDatabase(config)) throw noDatabase(config);
  const files = await askDatabase(() => filesOf(databaseOf(config)));
  if (files.length === 0) return say(context, 'There are no uploaded installation files.');
  const lost = await copyBack(context, config, file, files);
  sayRestored(context, config, { files, lost });
}

async function copyBack(
  context: Context,
  config: Config,
  file: string,
  files: readonly StoredFile[],
): Promise<LostFile[]> {
  const folders = { from: folderBeside(file), to: filesFolder(config), recheck: true };
  return copyWithBar(context, files, folders).catch((cause: unknown) => {
    const message = `The installation files cannot be copied: ${(cause as Error).message}`;
    throw new Failure('refused', message, { cause, advice: 'The database was not changed.' });
  });
}

function sayRestored(
  context: Context,
  config: Config,
  { files, lost }: { files: readonly StoredFile[]; lost: readonly LostFile[] },
): void {
  const folder = filesFolder(config);
  const count = files.length - lost.length;
  if (count > 0) say(context, `${count} installation file(s) are in ${folder}.`);
  sayLost(context, lost, folder);
  if (lost.length === 0) return;
  say(context, 'Downloads of their versions fail until they are there.');
  context.exitCode = exitCodes.refused;
}

/** Copies, checks and migrates the backup before it is used. */
async function prepare(file: string, copy: string, config: Config): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    new Failure('refused', `${file} cannot be restored, and nothing was changed. ${why}`, {
      cause,
    });
  if (!existsSync(file)) throw refuse('There is no such file.');
  await copyFile(file, copy).catch((error: unknown) => {
    throw refuse((error as Error).message, error);
  });
  await chmod(copy, 0o600);
  const { findDamage } = await import('../../store/sqlite/sqlite-backup.ts');
  const damage = findDamage(copy);
  if (damage !== undefined) throw refuse(damage);
  if (config.secretKeys === undefined && !existsSync(secretKeyFile(config))) {
    throw refuse(`Put its secret key into ${secretKeyFile(config)} first.`);
  }
  await askDatabase(async ({ openStore }) => {
    await (await openStore(copy, { sealing: sealingOf(config) })).close();
  }).catch((error: unknown) => {
    throw refuse((error as Error).message, error);
  });
  const whole = await open(copy, 'r');
  await whole.sync();
  await whole.close();
}

/** Replaces the database. @returns the new name of the previous one */
async function swap(copy: string, database: string): Promise<string | undefined> {
  const { withExclusiveAccess } = await import('../../store/sqlite/sqlite-backup.ts');
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = `${database}.before-${time}`;
  const exchange = () => {
    // A write-ahead log of the old database must go too: it would be replayed on the new one.
    for (const part of ['', '-wal', '-shm']) {
      if (existsSync(database + part)) renameSync(database + part, aside + part);
    }
    renameSync(copy, database);
  };
  if (!existsSync(database)) {
    exchange();
    return undefined;
  }
  if (withExclusiveAccess(database, exchange)) return aside;
  throw serverRuns(database);
}

/** @throws Failure when a server runs */
async function assertAlone(database: string): Promise<void> {
  const { withExclusiveAccess } = await import('../../store/sqlite/sqlite-backup.ts');
  if (!withExclusiveAccess(database, () => undefined)) throw serverRuns(database);
}

function serverRuns(database: string): Failure {
  return new Failure('refused', `A server runs on ${database}.`, {
    advice: 'Stop it, and run the command again. Nothing was changed.',
  });
}

function pgRestore(file: string): Failure {
  return new Failure(
    'refused',
    'Use pg_restore for backups of PostgreSQL. Stop all servers, then:',
    {
      advice:
        `  pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$LATCHKEY_DATABASE_URL" ${file}\n` +
        '  latchkey migrate\n' +
        'Then copy the uploaded installation files, if there are any:\n' +
        `  latchkey restore ${file} --only-files`,
    },
  );
}
