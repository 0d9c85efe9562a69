import { describe } from '@jest/globals';
import { dialect } from './database.ts';

/** For what only one of the databases has: the tests of the other leave it out, instead of counting it as skipped. */
export const describeOnSqlite = describeOn('sqlite');
export const describeOnPostgres = describeOn('postgres');

function describeOn(
  wanted: ReturnType<typeof dialect>,
): (title: string, tests: () => void) => void {
  return (title, tests) => {
    if (dialect() === wanted) describe(title, tests);
  };
}
