import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { plain, plainJson, plainLines } from './plain.ts';
import { type Line, Styled } from './styled.ts';

// Only this file writes to the terminal; a lint rule enforces it. Unsafe characters are escaped, in pipes too, because
// their output may be shown on a terminal later.

/** Writes one line. Line breaks in it are escaped. */
export function writeLine(stream: WriteStream, line: Line = ''): void {
  const parts = Array.isArray(line)
    ? (line as readonly (string | Styled)[])
    : [line as string | Styled];
  stream.write(`${parts.map((part) => render(stream, part)).join('')}\n`);
}

/** Writes our own text with several lines and styles, such as help. */
export function writeLines(stream: WriteStream, text: string): void {
  stream.write(plainLines(text));
}

/** Writes JSON. @param indent undefined for one line */
export function writeJson(stream: WriteStream, value: unknown, indent?: number): void {
  stream.write(`${plainJson(JSON.stringify(value, null, indent))}\n`);
}

/** Writes data unchanged to a file or program, and waits for the reader. @throws Error on a terminal */
export async function writeData(stream: WriteStream, text: string): Promise<void> {
  if (stream.isTTY) throw new Error('data must not be written to a terminal');
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Writes the rows of a CSV file as lines on a terminal. */
export function writeRows(stream: WriteStream, text: string): void {
  stream.write(text.split(/\r?\n/).map(plain).join('\n'));
}

/**
 * Asks a question.
 * @param options.hidden true to hide the typed text
 * @returns undefined on Ctrl-C and at the end of the input
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
