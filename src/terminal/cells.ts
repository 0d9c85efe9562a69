import stringWidth from 'string-width';
import { plain } from './plain.ts';
import { styled, Styled } from './styled.ts';

const segmenter = new Intl.Segmenter();
/** Where a long word is best broken, such as an address or a path. */
const BREAKS = /(?<=[-._~/@:?&=,;])/;

/** What stands in a row under a heading. */
export interface Cell {
  readonly lines: readonly string[];
  readonly style?: Styled['style'] | undefined;
}

/** A value as people read it, each of a list on a line of its own. Times are UTC, to the minute. */
export function cellOf(value: unknown): Cell {
  if (!(value instanceof Styled)) return { lines: linesOf(value) };
  return { lines: linesOf(value.value), style: value.style };
}

/** A text as it is. */
export function textCell(text: string | Styled): Cell {
  if (!(text instanceof Styled)) return { lines: [plain(text)] };
  return { lines: [plain(String(text.value))], style: text.style };
}

function linesOf(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap(linesOf);
  if (value === null || value === undefined || value === '') return ['-'];
  if (value === true) return ['yes'];
  if (value === false) return ['no'];
  if (value instanceof Date) return linesOf(value.toISOString());
  if (typeof value !== 'string') return [plain(JSON.stringify(value))];
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(value);
  return [isTime ? value.slice(0, 16).replace('T', ' ') : plain(value)];
}

/** A line of a cell with the cell's style, filled up to a width. */
export function padded(line: string, width: number, style: Cell['style']): (string | Styled)[] {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(line)));
  return [style === undefined ? line : styled(style, line), blanks];
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** Breaks lines that are too long, between words where it can. Nothing is lost but blanks at the breaks. */
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

/** The parts of a word that is too long, none wider than there is room. */
function pieces(word: string, width: number): string[] {
  return word
    .split(BREAKS)
    .flatMap((part) =>
      widthOf(part.trimEnd()) <= width
        ? [part]
        : Array.from(segmenter.segment(part), ({ segment }) => segment),
    );
}
