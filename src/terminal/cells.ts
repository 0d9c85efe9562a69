import stringWidth from 'fast-string-width';
import { plain } from './plain.ts';
import { styled, Styled } from './styled.ts';

const segmenter = new Intl.Segmenter();
/** Where long words such as URLs and paths are broken. */
const BREAKS = /(?<=[-._~/@:?&=,;])/;

/** The content of a table cell. */
export interface Cell {
  readonly lines: readonly string[];
  readonly style?: Styled['style'] | undefined;
}

/** Formats a value for people. Each item of a list gets its own line. Times are in UTC, to the minute. */
export function cellOf(value: unknown): Cell {
  if (!(value instanceof Styled)) return { lines: linesOf(value) };
  return { lines: linesOf(value.value), style: value.style };
}

/** A cell with a text. */
export function textCell(text: string | Styled): Cell {
  if (!(text instanceof Styled)) return { lines: [plain(text)] };
  return { lines: [plain(String(text.value))], style: text.style };
}

function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['-'] : value.flatMap(linesOf);
  if (value === null || value === undefined || value === '') return ['-'];
  if (value === true) return ['yes'];
  if (value === false) return ['no'];
  if (value instanceof Date) return linesOf(value.toISOString());
  if (typeof value !== 'string') return [plain(JSON.stringify(value))];
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(value);
  return [isTime ? value.slice(0, 16).replace('T', ' ') : plain(value)];
}

/** Styles a line of a cell and pads it to a width. */
export function padded(line: string, width: number, style: Cell['style']): (string | Styled)[] {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(line)));
  return [style === undefined ? line : styled(style, line), blanks];
}

/** The width of a text in terminal columns. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** Wraps lines that are too long, between words if possible. Only spaces at the breaks are removed. */
export function wrap(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => (widthOf(line) <= width ? [line] : wrapLine(line, width)));
}

function wrapLine(line: string, width: number): string[] {
  const wrapped: string[] = [];
  let current = '';
  const start = (piece: string) => {
    if (current !== '') wrapped.push(current.trimEnd());
    current = piece;
  };
  for (const word of line.split(/(?<= )/)) {
    if (widthOf(current + word.trimEnd()) <= width) current += word;
    else if (widthOf(word.trimEnd()) <= width) start(word);
    else {
      for (const piece of pieces(word, width)) {
        if (widthOf(current + piece.trimEnd()) <= width) current += piece;
        else start(piece);
      }
    }
  }
  start('');
  return wrapped;
}

/** Splits a word that is too long into parts that fit. */
function pieces(word: string, width: number): string[] {
  return word
    .split(BREAKS)
    .flatMap((part) =>
      widthOf(part.trimEnd()) <= width
        ? [part]
        : Array.from(segmenter.segment(part), ({ segment }) => segment),
    );
}
