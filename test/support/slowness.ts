import { availableParallelism, loadavg } from 'node:os';

/** How many times longer than on an idle machine things take here, as others use it too. */
export function slowness(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}
