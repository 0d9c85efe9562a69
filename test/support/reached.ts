import { appendFileSync } from 'node:fs';
import { dialect } from './database.ts';
import { reachedFile } from './jest/reached-file.ts';

// Set by the reporter that reads what the suites wrote. Outside of Jest nobody does.
const { LATCHKEY_TEST_REACHED: folder } = process.env;
const bySuite = new Map<string, Set<string>>();

/** The suite that runs; test/support/jest/runtime.ts says so. */
function suite(): string {
  return (globalThis as { testPath?: string }).testPath ?? '';
}

/** What tests of the suite that runs were answered: `operationId status` and, of refusals, `operationId code`. */
export function reached(): ReadonlySet<string> {
  return reachedIn(`${dialect()} ${suite()}`);
}

/** Notes an answer, for `reached` and for the reporter. @param outcome a status or a code */
export function reach(operationId: string, outcome: number | string): void {
  const all = reachedIn(`${dialect()} ${suite()}`);
  const one = `${operationId} ${outcome}`;
  if (all.has(one)) return;
  all.add(one);
  if (folder !== undefined) appendFileSync(reachedFile(folder, dialect(), suite()), `${one}\n`);
}

/** Those of them that are codes. */
export function reachedCodes(): readonly string[] {
  return [...reached()].filter((one) => !/ \d+$/.test(one));
}

function reachedIn(key: string): Set<string> {
  const all = bySuite.get(key) ?? new Set();
  bySuite.set(key, all);
  return all;
}
