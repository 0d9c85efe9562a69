import { expect, it } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { readPage } from '../support/page-walk.ts';

it('the page on moving an application names only codes that exist', async () => {
  const [, section = ''] = (await readPage('moving-an-application')).split('### Codes');
  const [table = ''] = section.split('\n## ');
  const named = [...table.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code);
  const codes = contract.components.schemas['ErrorCode'].enum;
  expect(named).toEqual(expect.arrayContaining(['license_not_started', 'unauthorized']));
  expect(named.filter((code) => !codes.includes(code ?? ''))).toEqual([]);
});
