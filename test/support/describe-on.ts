import { describe } from '@jest/globals';
import { dialect } from './database.ts';

/** For what only one of the databases has. */
export const describeOnSqlite = dialect === 'sqlite' ? describe : describe.skip;
export const describeOnPostgres = dialect === 'postgres' ? describe : describe.skip;
