import { existsSync, statfsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, ConfigError } from '../config/config.ts';
import { assertDataDir } from '../config/data-dir.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'data folder';
const MIB = 1_048_576;
/** Fewer free bytes are a fault. */
const FAULT_BELOW = 100 * MIB;
/** Fewer free bytes are a warning. */
const WARNING_BELOW = 1_024 * MIB;
/** The files that must have the same owner as the folder. */
const FILES = ['latchkey.db', 'latchkey.db-wal', 'latchkey.db-shm', 'secret-key'];
/** `f_type` of NFS, SMB, CIFS and SMB2 in Linux's statfs(2). */
const NETWORK_FILE_SYSTEMS = [0x6969, 0x517b, 0xff534d42, 0xfe534d42];

/** @returns whether the folder is usable */
export function* checkDataDir(config: Config): Generator<Finding, boolean> {
  const { dataDir, databaseUrl } = config;
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    yield warning(CHECK, `${folder} does not exist yet.`, 'The first start creates it.');
    return false;
  }
  try {
    assertDataDir(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const cure =
      'Run this command as the user of the server, make that user the owner of the folder, or choose another folder.';
    for (const one of error.faults) yield fault(CHECK, `${one}.`, cure);
    return false;
  }
  const foreign = foreignFiles(folder);
  if (foreign.length > 0) {
    yield warning(
      CHECK,
      `${foreign.join(', ')} in ${folder} have another owner than the folder: the server may be unable to write to them.`,
      `Change their owner: chown --reference="${folder}" "${folder}"/*`,
    );
  }
  if (databaseUrl === null) yield* checkFileSystem(folder);
  yield ok(CHECK, `${folder} is readable and writable.`);
  return true;
}

function* checkFileSystem(folder: string): Generator<Finding> {
  const { type, bavail, bsize } = statfsSync(folder);
  if (NETWORK_FILE_SYSTEMS.includes(type)) {
    yield fault(
      CHECK,
      `${folder} is on a network file system, where SQLite's locks and its write-ahead log do not work reliably.`,
      'Move it to a disk of this machine, or use PostgreSQL.',
    );
  }
  const free = bavail * bsize;
  if (free >= WARNING_BELOW) return;
  const message = `The disk of ${folder} has ${Math.floor(free / MIB)} MiB free.`;
  const cure = 'Free some space: on a full disk no activation is possible.';
  yield free < FAULT_BELOW ? fault(CHECK, message, cure) : warning(CHECK, message, cure);
}

/** Finds files of another owner: a command that was run as root leaves files that the server cannot write to. */
function foreignFiles(folder: string): string[] {
  const { uid } = statSync(folder);
  return FILES.filter((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found !== undefined && found.uid !== uid;
  });
}
