import { readdirSync, readFileSync } from 'node:fs';

/** The number of ticks in a second in `/proc`. */
const TICKS = 100;

/** CPU time in seconds, of the user and of the system. */
export interface CpuTime {
  /** Of the thread that runs JavaScript. */
  readonly main: number;
  /** Of all threads. */
  readonly all: number;
}

/** The CPU time that a process and the processes below it have used. Linux only, as all that reads `/proc`. */
export function cpuOf(pid: number): CpuTime {
  const pids = [pid, ...childrenOf(pid)];
  const sum = (fileOf: (one: number) => string) =>
    pids.reduce((total, one) => total + secondsOf(fileOf(one)), 0);
  return {
    main: sum((one) => `/proc/${one}/task/${one}/stat`),
    all: sum((one) => `/proc/${one}/stat`),
  };
}

/** Resident memory of a process and of the processes below it, in MB. */
export function memoryOf(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((total, one) => {
    const status = readFileSync(`/proc/${one}/status`, 'utf8');
    return total + Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
  }, 0);
}

/** 0 for a process that has ended. */
function secondsOf(file: string): number {
  try {
    const stat = readFileSync(file, 'utf8');
    const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
    return (Number(user) + Number(system)) / TICKS;
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  const found: number[] = [];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
    for (const child of children.split(' ').filter(Boolean).map(Number)) {
      found.push(child, ...childrenOf(child));
    }
  }
  return found;
}
