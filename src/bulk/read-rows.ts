import { LineFault } from './fault.ts';
import { LONGEST_LINE, type PhysicalLine } from './read-lines.ts';

/** A row of a file as text. In CSV it may span lines. */
export interface Row {
  readonly line: number;
  readonly lastLine: number;
  /** Without the line break that ends it. */
  readonly text: string;
}

/** Reads one row from each line, and skips blank lines. */
export async function* readLineRows(lines: AsyncIterable<PhysicalLine>): AsyncGenerator<Row> {
  for await (const { number, text } of lines) {
    if (text.trim() !== '') yield toRow(number, number, text);
  }
}

/**
 * Reads rows that may contain quoted line breaks (RFC 4180, section 2).
 * @throws LineFault when a quote is never closed
 */
export async function* readQuotedRows(lines: AsyncIterable<PhysicalLine>): AsyncGenerator<Row> {
  let open: { line: number; text: string } | undefined;
  for await (const { number, text } of lines) {
    const closesOrOpens = countQuotes(text) % 2 === 1;
    if (open === undefined) {
      if (closesOrOpens) open = { line: number, text };
      else if (text.trim() !== '') yield toRow(number, number, text);
      continue;
    }
    open.text += text;
    if (open.text.length > LONGEST_LINE) throw unclosed(open.line);
    if (!closesOrOpens) continue;
    yield toRow(open.line, number, open.text);
    open = undefined;
  }
  if (open !== undefined) throw unclosed(open.line);
}

function toRow(line: number, lastLine: number, text: string): Row {
  return { line, lastLine, text: text.replace(/\r\n?$|\n$/, '') };
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function unclosed(line: number): LineFault {
  return new LineFault({ line, reason: 'opens a quote that is never closed' });
}
