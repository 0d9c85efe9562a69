import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Context } from '../../src/cli/context.ts';
import { printDetails, printTable } from '../../src/cli/table.ts';

const ID = '1699349720166389';

type Print = (context: Context) => void;

/** What is printed on a terminal of 80 columns, or on none. */
function printed(print: Print, isTTY = true): string[] {
  const { env, stdin, stderr } = process;
  const terminal = Object.assign(new PassThrough({ highWaterMark: 1e8 }), { isTTY, columns: 80 });
  print({ env, stdin, stderr, stdout: terminal as unknown as WriteStream });
  const text = String(terminal.read());
  return stripVTControlCharacters(text).trimEnd().split('\n');
}

describe('a table', () => {
  const words = 'A name of several words, which is longer than all the room that there is for it';
  const table: Print = (context) =>
    printTable(context, ['ID', 'Name', 'What'], [[ID, words, `admin_token ${ID}`]]);

  it('fits a terminal, and loses nothing', () => {
    const lines = printed(table);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).not.toContain('…');
    const all = lines.join(' ').split(/ +/);
    expect(all).toEqual(expect.arrayContaining([...words.split(' '), 'admin_token', ID]));
    expect(all.filter((word) => word === ID)).toHaveLength(2);
  });

  it('has as many rows as there are, each column as wide all the way', () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => [index, 'x']);
    const lines = printed((context) => printTable(context, ['N', 'X'], rows));
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[1]).toBe('0       x');
    expect(lines.at(-1)).toBe('129999  x');
  });

  it('lets nothing through that would steer the terminal', () => {
    const lines = printed((context) => printTable(context, ['Device'], [['h\u001b[2J']]));
    expect(lines[1]).toBe('h\\u001b[2J');
  });

  it('has a line for each row where there is no terminal', () => {
    const lines = printed(table, false);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(words);
  });
});

describe('details', () => {
  it('are whole on a terminal too: somebody copies them', () => {
    const url = `https://licenses.example.com/sign-in/callback/${'acme'.repeat(12)}`;
    const lines = printed((context) =>
      printDetails(context, [
        ['Redirect URIs', `${url}\nhttp://127.0.0.1/callback`],
        ['ID', ID],
      ]),
    );
    expect(lines).toEqual([
      `Redirect URIs  ${url}`,
      '               http://127.0.0.1/callback',
      `ID             ${ID}`,
    ]);
  });
});
