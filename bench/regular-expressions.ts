/**
 * How the time of each regular expression of the sources grows with the text: `npx node bench/regular-expressions.ts`.
 * Each is held against long texts made of what it looks for; a text twice as long must not take much more than twice
 * the time. Exits with 1 where one takes more: most texts come from outside.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Characters of the texts: as many as the largest body has, and four times as many. */
const LENGTHS = [16_000, 64_000] as const;
/** Times as long for four times the text: linear is 4, quadratic 16. */
const MOST = 10;
/** Milliseconds below which a figure says nothing. */
const FREE = 20;
/** What texts are made of, besides the characters of the expression itself. */
const PARTS = [
  'a',
  'A',
  '0',
  ' ',
  '\t',
  '\n',
  '/',
  '"',
  '""',
  '=',
  '-',
  '.',
  ',',
  ':',
  '@',
  '%',
  '<',
];
const MORE = [
  'a://',
  'a@',
  'a=',
  'a="",',
  ' =',
  'a ',
  '0.',
  '0-',
  'a.',
  '/a',
  ' a',
  '<a',
  '[]',
  '{a}',
];

const root = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const literals = files.flatMap((file) => {
  const source = ts.createSourceFile(
    file,
    readFileSync(root + file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: { file: string; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ file, text: node.getText(source) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
});

let slow = 0;
for (const { file, text } of literals) {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  const words = source.match(/[a-z]{2,}/gi) ?? [];
  for (const part of new Set([...PARTS, ...MORE, ...words, ...Array.from(source)])) {
    // What begins as the expression does, so that a text is not passed over at its first character.
    for (const start of ['', ...words]) {
      const [short, long] = LENGTHS.map((length) => timeOf(expression, start, part, length));
      if (short === undefined || long === undefined || long < FREE || long < MOST * short) continue;
      slow += 1;
      console.error(`${file}: ${text} takes ${long.toFixed(0)} ms for ${JSON.stringify(part)}…`);
    }
  }
}
console.log(`${literals.length} regular expressions, ${slow} slow`);
process.exitCode = slow > 0 ? 1 : 0;

/** The least time of three; the text ends in what nothing matches. */
function timeOf(expression: RegExp, start: string, part: string, length: number): number {
  const text = `${start}${part.repeat(length / part.length)}\u0000`;
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const before = performance.now();
    text.replaceAll(expression, '');
    least = Math.min(least, performance.now() - before);
  }
  return least;
}
