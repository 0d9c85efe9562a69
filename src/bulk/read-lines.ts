import { isUtf8 } from 'node:buffer';
import { LineFault } from './fault.ts';

/** Maximum length of a line in bytes. A longer one would fill the memory. */
export const LONGEST_LINE = 1_048_576;
const LF = 10;
const CR = 13;

/** A line of a file with its line break. */
export interface PhysicalLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * Reads the lines of a UTF-8 file, with or without a byte order mark. The first line break decides how all lines end:
 * CR, LF or both. It holds one line in memory at a time.
 * @throws LineFault when a line is not UTF-8, or is longer than a mebibyte
 */
export async function* readLines(input: AsyncIterable<Buffer>): AsyncGenerator<PhysicalLine> {
  let number = 1;
  let rest: Buffer[] = [];
  let held = 0;
  let newline: number | undefined;
  for await (const piece of input) {
    let chunk = piece;
    if (newline === undefined) {
      chunk = Buffer.concat([...rest, piece]);
      newline = newlineOf(chunk);
      rest = newline === undefined ? [chunk] : [];
      held = rest.length === 0 ? 0 : chunk.length;
      if (held > LONGEST_LINE) throw tooLong(number);
      if (newline === undefined) continue;
    }
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const part = chunk.subarray(start, end + 1);
      yield decode(number, rest.length === 0 ? part : Buffer.concat([...rest, part]));
      number += 1;
      rest = [];
      held = 0;
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > LONGEST_LINE) throw tooLong(number);
  }
  if (rest.length > 0) yield decode(number, Buffer.concat(rest));
}

/**
 * The last byte of each line break: CR for files whose first line ends with CR alone, as old spreadsheets write them.
 */
function newlineOf(bytes: Buffer): number | undefined {
  const end = bytes.findIndex((byte) => byte === LF || byte === CR);
  if (end === -1) return undefined;
  if (bytes[end] === LF) return LF;
  const next = bytes[end + 1];
  return next === undefined ? undefined : next === LF ? LF : CR;
}

function decode(number: number, bytes: Buffer): PhysicalLine {
  if (bytes.length > LONGEST_LINE) throw tooLong(number);
  if (!isUtf8(bytes)) throw new LineFault({ line: number, reason: 'is not UTF-8' });
  const text = bytes.toString('utf8');
  return { number, text: number === 1 && text.startsWith('\u{FEFF}') ? text.slice(1) : text };
}

function tooLong(line: number): LineFault {
  return new LineFault({ line, reason: `is longer than ${LONGEST_LINE} bytes` });
}
