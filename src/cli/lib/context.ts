import type { ReadStream, WriteStream } from 'node:tty';
import type { Line } from '../../terminal/styled.ts';
import { writeJson, writeLine } from '../../terminal/write.ts';

/** What commands use of their process. Created once, in `main.ts`. */
export interface Context {
  readonly env: Record<string, string | undefined>;
  readonly stdin: ReadStream;
  /** For results only. */
  readonly stdout: WriteStream;
  /** For messages. */
  readonly stderr: WriteStream;
  /** The exit code of a command that did its work but has bad news; 0 by default. */
  exitCode?: number;
}

/** Prints a result as one JSON document. */
export function printJson({ stdout }: Context, value: unknown): void {
  writeJson(stdout, value, 2);
}

/** Prints a line of the result to stdout. */
export function print({ stdout }: Context, line: Line = ''): void {
  writeLine(stdout, line);
}

/** Prints a message to stderr. */
export function say({ stderr }: Context, line: Line): void {
  writeLine(stderr, line);
}
