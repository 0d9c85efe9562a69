import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { plain, plainJson, plainLines } from './plain.ts';
import { type Line, Styled } from './styled.ts';

// The one place from which anything goes to a terminal (the linter sees to it). Whoever wrote the text, it steers
// nothing: what it must not hold is shown instead. That holds for pipes too, as what comes out is shown somewhere.

/** Writes one line: what breaks lines within it is shown instead. */
export function writeLine(stream: WriteStream, line: Line = ''): void {
  const parts = Array.isArray(line)
    ? (line as readonly (string | Styled)[])
    : [line as string | Styled];
  stream.write(`${parts.map((part) => render(stream, part)).join('')}\n`);
}

/** Writes text of ours in several lines, with styles of ours, such as help. */
export function writeLines(stream: WriteStream, text: string): void {
  stream.write(plainLines(text));
}

/** Writes JSON, which programs read as it was. @param indent undefined for one line */
export function writeJson(stream: WriteStream, value: unknown, indent?: number): void {
  stream.write(`${plainJson(JSON.stringify(value, null, indent))}\n`);
}

/** Writes what a program or a file is to get, byte by byte, and waits where nobody reads it. Never to a terminal. */
export async function writeData(stream: WriteStream, text: string): Promise<void> {
  if (stream.isTTY) throw new Error('data goes to files and programs');
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Writes rows of a file as lines on a terminal. */
export function writeRows(stream: WriteStream, text: string): void {
  stream.write(text.split(/\r?\n/).map(plain).join('\n'));
}

/**
 * Asks a question.
 * @param options.hidden whether what is typed is not shown
 * @returns undefined on Ctrl-C, and where nothing can be typed any more
 */
export async function ask(
  { stdin, stderr }: { stdin: Readable; stderr: WriteStream },
  question: string,
  options: { hidden?: true } = {},
): Promise<string | undefined> {
  if (options.hidden === undefined) {
    return firstLine(createInterface({ input: stdin, output: stderr }), plain(question));
  }
  stderr.write(plain(question));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    return await firstLine(createInterface({ input: stdin, output: nowhere, terminal: true }));
  } finally {
    stderr.write('\n');
  }
}

async function firstLine(terminal: Interface, question = ''): Promise<string | undefined> {
  try {
    terminal.setPrompt(question);
    terminal.prompt();
    const none = ['SIGINT', 'close'].map((event) => once(terminal, event).then(() => []));
    const [line] = (await Promise.race([once(terminal, 'line'), ...none])) as [string?];
    return line;
  } finally {
    terminal.close();
  }
}

function render(stream: WriteStream, part: string | Styled): string {
  if (!(part instanceof Styled)) return plain(part);
  return styleText(part.style, plain(String(part.value)), { stream });
}
