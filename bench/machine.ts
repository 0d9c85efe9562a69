import { execFile } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './measure/rounds.ts';

/** Where results were measured, without the names of hosts and folders. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** In GB. */
  readonly memory: number;
  readonly platform: string;
  readonly node: string;
  /** Milliseconds that the disk takes until something is durable. */
  readonly fsync: number;
  readonly commit: string;
  readonly date: string;
}

export async function describeMachine(): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    fsync: Number(timeOfFsync(tmpdir()).toFixed(2)),
    commit: await commitOf(),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The commit of the sources, with `+` when they have changed since. */
async function commitOf(): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: import.meta.dirname })).stdout.trim();
  try {
    const changes = await git('status', '--porcelain', '--untracked-files=no');
    return (await git('rev-parse', '--short=10', 'HEAD')) + (changes === '' ? '' : '+');
  } catch {
    // The sources were not cloned.
    return 'unknown';
  }
}

/** The median of a hundred small writes, in milliseconds. */
function timeOfFsync(parent: string): number {
  const folder = mkdtempSync(join(parent, 'latchkey-fsync-'));
  const file = openSync(join(folder, 'file'), 'w');
  const times = Array.from({ length: 100 }, () => {
    const start = performance.now();
    writeSync(file, Buffer.alloc(4_096));
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}
