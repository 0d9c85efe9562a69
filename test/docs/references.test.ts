import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { slugOf } from '../../docs/build/html.ts';

const PAGE = /docs\/pages\/[\w-]+\.md(?:#[\w-]+)?/g;
/** References to documents that are not part of the repository. */
const NOWHERE = /\bdecision "|\bfacts \d|\bdecision \d/i;

const ROOTS = [
  'src',
  'test',
  'docs',
  'bench',
  'examples',
  'packaging',
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'openapi.yaml',
];
const files = ROOTS.flatMap((root) =>
  statSync(root).isFile()
    ? [root]
    : readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
).filter((file) => /\.(ts|js|yaml|eta|css|md)$/.test(file) && !file.endsWith('references.test.ts'));
const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));

function hasTarget(reference: string): boolean {
  const [page = '', anchor] = reference.split('#');
  if (!existsSync(page)) return false;
  if (anchor === undefined) return true;
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].some(([, heading = '']) => slugOf(heading.replaceAll('`', '')) === anchor);
}

it('has a page and a heading for every docs page that a file refers to', () => {
  const references = texts.flatMap(({ file, text }) =>
    [...text.matchAll(PAGE)].map(([reference]) => ({ file, reference })),
  );
  expect(references.length).toBeGreaterThan(10);
  expect(references.filter(({ reference }) => !hasTarget(reference))).toEqual([]);
});

it('recognizes a reference to a page or heading that does not exist', () => {
  expect(hasTarget('docs/pages/decisions.md#order-of-checks')).toBe(true);
  expect(hasTarget('docs/pages/decisions.md#order-of-cheques')).toBe(false);
  expect(hasTarget('docs/pages/verdicts.md')).toBe(false);
});

it('refers to no document that is not part of the repository', () => {
  expect(texts.filter(({ text }) => NOWHERE.test(text)).map(({ file }) => file)).toEqual([]);
});
