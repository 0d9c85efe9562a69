// Runs on whatever Node.js there is, as far as its first line goes.
import os from 'node:os';

// Node.js sizes its heap by the memory of the machine, and would keep a hundred MB of garbage. To collect it earlier
// takes no time that can be measured.
const options = ['--max-semi-space-size=4', '--heap-growing-percent=30'];

/**
 * Starts this process anew with what keeps a server small and quick, which Node.js and the system take at the start of a
 * process only. Windows cannot, and goes on without.
 */
export function restartWithServerOptions() {
  const { argv, env, execArgv, execPath, platform } = process;
  if (platform === 'win32' || options.every((option) => execArgv.includes(option))) return;
  process.execve(execPath, [execPath, ...options, ...execArgv, ...argv.slice(1)], {
    // Signatures keep all cores busy: more threads would only take them from each other.
    UV_THREADPOOL_SIZE: String(os.availableParallelism()),
    // Otherwise each thread gets a store of memory of its own, and gives nothing back.
    MALLOC_ARENA_MAX: '2',
    ...env,
  });
}
