import { type Finished, start } from './run.ts';

/** Runs `latchkey …` to its end, as somebody would type it. */
export function latchkey(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  return start(process.execPath, ['bin/latchkey.js', ...args], env).finished;
}
