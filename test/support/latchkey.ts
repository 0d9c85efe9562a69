import { type Finished, start } from './run.ts';

/** Runs `latchkey …` to its end, as somebody would type it. @param input what comes by stdin */
export function latchkey(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  return start(process.execPath, ['bin/latchkey.js', ...args], env, { input }).finished;
}
