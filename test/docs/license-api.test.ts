import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { applicationOperations } from '../support/contract.ts';

/** The operations of the contract, such as `GET check_license`. */
const declared = applicationOperations
  .filter(({ path }) => path.startsWith('/api/v4/'))
  .map(({ method, path }) => `${method} ${path.slice('/api/v4/'.length)}`);

describe('the list of the operations of the License API', () => {
  it('has each operation of the contract, on its page', () => {
    const page = readFileSync('docs/pages/license-api.md', 'utf8');
    const rows = page.matchAll(/^\| (GET|POST) +\| `([^`]+)` +\|[^|]+\|$/gm);
    const listed = [...rows].map(([, method, path]) => `${method} ${path}`);
    expect(listed.sort()).toEqual(declared.toSorted());
    expect(page).toContain('all 28 operations');
    expect(listed).toHaveLength(28);
  });

  it('has each operation of the contract once, in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, table = ''] = readme.split('Operations of the License API v4');
    const [list = ''] = table.split('| left out');
    const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
    expect(listed.sort()).toEqual(declared.map((one) => one.split(' ')[1]).sort());
  });
});
