import { existsSync, statfsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, ConfigError } from '../config/config.ts';
import { assertDataDir } from '../config/data-dir.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'data folder';
const MIB = 1_048_576;
/** Bytes free, below which the disk is as good as full. */
const LEAST = 100 * MIB;
/** Bytes free, below which somebody should look after it. */
const LITTLE = 1_024 * MIB;
/** Whose owner must be that of the folder: SQLite writes to all of them. */
const FILES = ['latchkey.db', 'latchkey.db-wal', 'latchkey.db-shm', 'secret-key'];
/** `f_type` of NFS, SMB, CIFS and SMB2 in Linux's statfs(2). */
const NETWORK_FILE_SYSTEMS = [0x6969, 0x517b, 0xff534d42, 0xfe534d42];

/** @returns whether the folder can be used */
export function* checkDataDir(config: Config): Generator<Finding, boolean> {
  const { dataDir, databaseUrl } = config;
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    yield warning(CHECK, `There is no ${folder} yet.`, 'The first start makes it.');
    return false;
  }
  try {
    assertDataDir(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const cure =
      'Run this as the user that the server runs as; else give the folder to that user, or name another.';
    for (const one of error.faults) yield fault(CHECK, `${one}.`, cure);
    return false;
  }
  const foreign = foreignFiles(folder);
  if (foreign.length > 0) {
    yield warning(
      CHECK,
      `${foreign.join(', ')} in ${folder} belong to somebody else than the folder: the server may not be able to write.`,
      `Give them to its owner: chown --reference="${folder}" "${folder}"/*`,
    );
  }
  if (databaseUrl === null) yield* checkFileSystem(folder);
  yield ok(CHECK, `${folder} can be read and written.`);
  return true;
}

function* checkFileSystem(folder: string): Generator<Finding> {
  const { type, bavail, bsize } = statfsSync(folder);
  if (NETWORK_FILE_SYSTEMS.includes(type)) {
    yield fault(
      CHECK,
      `${folder} is on a network file system, where SQLite's locks and its log cannot be relied on.`,
      'Move it to a disk of this machine, or use PostgreSQL.',
    );
  }
  const free = bavail * bsize;
  if (free >= LITTLE) return;
  const message = `${Math.floor(free / MIB)} MiB are free on the disk of ${folder}.`;
  const cure = 'Make room: on a full disk nothing can be activated.';
  yield free < LEAST ? fault(CHECK, message, cure) : warning(CHECK, message, cure);
}

/** A command that was run as root leaves files behind that the server cannot write to. */
function foreignFiles(folder: string): string[] {
  const { uid } = statSync(folder);
  return FILES.filter((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found !== undefined && found.uid !== uid;
  });
}
