import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import type { Context } from '../../../src/cli/lib/context.ts';
import { printDetails, printRows, printTable } from '../../../src/cli/lib/table.ts';
import { styled } from '../../../src/terminal/styled.ts';

const ID = '169934972016389';
const UUID = '7f0c3a52-9d1e-4b7a-8a55-0c6d3b1e9f42';

type Print = (context: Context) => void;

/** What is printed on a terminal of so many columns, or on none. */
function printed(print: Print, columns: number | undefined = 80): string[] {
  return stripVTControlCharacters(raw(print, columns)).trimEnd().split('\n');
}

function raw(print: Print, columns: number | undefined): string {
  const { env, stdin, stderr } = process;
  const isTTY = columns !== Infinity;
  const terminal = Object.assign(new PassThrough({ highWaterMark: 1e8 }), { isTTY, columns });
  print({ env, stdin, stderr, stdout: terminal as unknown as WriteStream });
  return String(terminal.read());
}

describe('a table', () => {
  const words = 'A name of several words, which is longer than all the room that there is for it';
  const table: Print = (context) =>
    printTable(context, ['ID', 'Name', 'What'], [[ID, words, `admin_token ${ID}`]]);

  it('fits a terminal without losing text', () => {
    const lines = printed(table);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).not.toContain('…');
    const all = lines.join(' ').split(/ +/);
    expect(all).toEqual(expect.arrayContaining([...words.split(' '), 'admin_token', ID]));
    expect(all.filter((word) => word === ID)).toHaveLength(2);
  });

  it('has all rows, with the same column widths throughout', () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => [index, 'x']);
    const lines = printed((context) => printTable(context, ['N', 'X'], rows));
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[1]).toBe('0       x');
    expect(lines.at(-1)).toBe('129999  x');
  });

  it('removes control characters', () => {
    const lines = printed((context) =>
      printTable(context, ['Device'], [['h\u001b[2J'], ['two\nlines'], [styled('red', '\u009b')]]),
    );
    expect(lines.slice(1)).toEqual(['h\\u001b[2J', 'two\\u000alines', '\\u009b']);
  });

  it('has one line for each row without a terminal', () => {
    const lines = printed(table, Infinity);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(words);
  });

  describe.each([20, 40, 59, 60, 61, 80, 100, 120])('on %i columns', (columns) => {
    const headings = ['ID', 'Hardware id', 'User', 'Seat', 'Activated', 'Last seen'];
    const time = '2026-11-27T10:20:30.000Z';
    const rows = [
      [ID, UUID, 'alice.liddell@wonderland.example', 'taken', time, time],
      [ID, 'x'.repeat(256), null, 'released', time, null],
      [ID, '東京都千代田区丸の内の端末 👩‍💻', 'bob@acme.example', 'taken', time, time],
    ];
    const lines = printed((context) => printTable(context, headings, rows), columns);

    it('is not wider', () => {
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    });

    it('loses no text', () => {
      const text = lines.join('').replaceAll(/\s/g, '');
      for (const letter of new Set(Array.from(rows.flat().join('')))) {
        if (/[\dTZ.:\s-]/.test(letter)) continue;
        const count = (whole: string) => whole.split(letter).length;
        expect(count(text)).toBeGreaterThanOrEqual(count(rows.flat().join('')));
      }
    });

    it('does not cut IDs', () => {
      if (columns < 40) return;
      expect(lines.filter((line) => line.includes(ID))).toHaveLength(3);
    });
  });

  it('keeps a UUID whole when another column can be narrower', () => {
    const lines = printed((context) =>
      printTable(context, ['ID', 'Device', 'Name'], [[ID, UUID, words]]),
    );
    expect(lines.join('\n')).toContain(UUID);
    expect(lines.length).toBeGreaterThan(2);
  });

  it('lists the fields below each other when there is no room for columns', () => {
    const lines = printed(
      (context) =>
        printTable(
          context,
          ['ID', 'Device'],
          [
            [ID, UUID],
            [ID, null],
          ],
        ),
      52,
    );
    expect(lines).toEqual([`ID      ${ID}`, `Device  ${UUID}`, '', `ID      ${ID}`, 'Device  -']);
  });
});

describe('rows', () => {
  it.each([40, 60, 80, 120])(
    'fit a terminal of %i columns, however long their words',
    (columns) => {
      const url = `https://licenses.example.com/${'x'.repeat(150)}`;
      const lines = printed(
        (context) =>
          printRows(context, [
            [styled('green', 'ok     '), 'public URL ', `${url} answers`],
            ['', '', '→ nothing to do'],
          ]),
        columns,
      );
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toContain('→nothingtodo');
    },
  );
});

describe('details', () => {
  it('are not cut on a terminal, so that they can be copied', () => {
    const url = `https://licenses.example.com/sign-in/callback/${'acme'.repeat(12)}`;
    const lines = printed((context) =>
      printDetails(context, [
        ['Redirect URIs', [url, 'http://127.0.0.1/callback']],
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
