import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const papers = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
const WORKFLOW = '.github/workflows/ci.yml';

/** The layers of src, lowest first, as its rules name them. */
async function layers(): Promise<string[]> {
  const { default: config } = (await import(join(root, '.dependency-cruiser.js'))) as {
    default: { forbidden: { name: string; comment: string }[] };
  };
  return config.forbidden
    .filter(({ name }) => name.endsWith('-imports-upwards'))
    .map(({ comment }) => /^src\/(\S+)/.exec(comment)?.[1] ?? '');
}

it('ARCHITECTURE.md lists every layer of src, in the order that lint checks', async () => {
  const table = read('ARCHITECTURE.md').split('| in `src/`')[1] ?? '';
  const rows = [...table.matchAll(/^\| `([\w.-]+)` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(await layers());
});

it.each(papers)('%s links only to files of the repository', (paper) => {
  const links = [...read(paper).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, link]) => link ?? '',
  );
  const own = links.filter((link) => !/^https?:/.test(link));
  expect(own.filter((link) => !existsSync(join(root, dirname(paper), link)))).toEqual([]);
});

it.each([...papers, WORKFLOW, '.github/pull_request_template.md'])(
  '%s names only scripts of package.json',
  (paper) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(paper).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  },
);

it('CONTRIBUTING.md names only files that exist', () => {
  const named = [
    ...read('CONTRIBUTING.md').matchAll(/`((?:src|test|docs|packaging)\/[\w./-]+\.\w+)`/g),
  ];
  expect(named.length).toBeGreaterThan(10);
  expect(
    named.map(([, file]) => file ?? '').filter((file) => !existsSync(join(root, file))),
  ).toEqual([]);
});

it('CONTRIBUTING.md names only titles of tests that exist', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`(test\/[\w./-]+\.ts)` \(`([^`]+)`\)/g)];
  expect(named.length).toBeGreaterThan(0);
  const missing = named.filter(([, file = '', title = '']) => !read(file).includes(`'${title}'`));
  expect(missing.map(([text]) => text)).toEqual([]);
});

it('the workflow runs the checks of npm run verify, in its order', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const checks = (scripts['verify'] ?? '').split(' && ');
  const runs = [...read(WORKFLOW).matchAll(/run: (npm .*)$/gm)].map(([, command]) => command);
  expect(runs.filter((command) => checks.includes(command ?? ''))).toEqual(checks);
});

it('CHANGELOG.md begins with the section Unreleased, then the version of package.json', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const headings = [...read('CHANGELOG.md').matchAll(/^## (\S+)/gm)].map(([, name]) => name);
  expect(headings.slice(0, 2)).toEqual(['Unreleased', version]);
});
