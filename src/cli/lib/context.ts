import type { ReadStream, WriteStream } from 'node:tty';
import type { Line } from '../../terminal/styled.ts';
import { writeJson, writeLine } from '../../terminal/write.ts';

/** What commands use of their process. Made once, in `main.ts`. */
export interface Context {
  readonly env: Record<string, string | undefined>;
  readonly stdin: ReadStream;
  /** Gets the result, and nothing else. */
  readonly stdout: WriteStream;
  /** Gets messages about the work. */
  readonly stderr: WriteStream;
  /** What the command ends with, set where it did its work and has bad news. Else 0. */
  exitCode?: number;
}

/** Writes one JSON document, for programs. */
export function printJson({ stdout }: Context, value: unknown): void {
  writeJson(stdout, value, 2);
}

/** Writes a line of the result. */
export function print({ stdout }: Context, line: Line = ''): void {
  writeLine(stdout, line);
}

/** Writes a line about the work, where it does not mix with the result. */
export function say({ stderr }: Context, line: Line): void {
  writeLine(stderr, line);
}
