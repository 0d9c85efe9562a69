import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileMigrationProvider, type Migration } from 'kysely/migration';

/** Migrations by name, in the order in which they run. One that was released must not change any more. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Those of the folder `migrations`. In the package, packaging/bundle.ts has put them in place of this module. */
export const allMigrations: Migrations = await new FileMigrationProvider({
  fs,
  path,
  migrationFolder: path.join(import.meta.dirname, '../migrations'),
  import: (file) => import(pathToFileURL(file).href),
}).getMigrations();
