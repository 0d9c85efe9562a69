import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { declaredOperations } from '../support/contract.ts';

const page = readFileSync('docs/pages/license-api.md', 'utf8');
const rows = [...page.matchAll(/^\| (GET|POST) +\| `([^`]+)` +\|[^|]+\| (yes|not yet) +\|$/gm)].map(
  ([, method = '', path = '', there = '']) => ({ method, path: `/api/v4/${path}`, there }),
);

describe('the page on the state of the License API', () => {
  it('has a row for each of the 28 operations', () => {
    expect(new Set(rows.map(({ path }) => path)).size).toBe(28);
    expect(rows).toHaveLength(28);
  });

  it('marks exactly those in the contract as available', () => {
    const said = rows.filter(({ there }) => there === 'yes');
    const declared = declaredOperations.filter(({ path }) => path.startsWith('/api/v4/'));
    const named = (all: readonly { method: string; path: string }[]) =>
      all.map(({ method, path }) => `${method} ${path}`).sort();
    expect(named(said)).toEqual(named(declared));
  });

  it('has the numbers of its table in its first lines', () => {
    const count = rows.filter(({ there }) => there === 'yes').length;
    expect(page).toContain(`Of its 28 operations ${count} are there.`);
  });
});
