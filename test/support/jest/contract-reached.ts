import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AggregatedResult, Reporter, TestContext } from '@jest/reporters';
import { reachedFile } from './reached-file.ts';

/** The suites that are to meet every answer that the contract declares. Random requests do not count. */
const SUITES = /\/test\/contract\/(suites|admin)\/[\w-]+\.test\.ts$/;

/**
 * After a run, fails it where the contract declares a status or a code that no test has met. In each project of which
 * all these suites ran, and passed.
 */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default class ContractReached implements Pick<Reporter, 'onRunComplete' | 'getLastError'> {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-reached-'));
  #error: Error | undefined;

  constructor() {
    process.env['LATCHKEY_TEST_REACHED'] = this.#folder;
  }

  async onRunComplete(
    contexts: Set<TestContext>,
    { testResults }: AggregatedResult,
  ): Promise<void> {
    const unmet: string[] = [];
    for (const { config, hasteFS } of contexts) {
      const project = config.displayName?.name ?? '';
      const suites = hasteFS.getAllFiles().filter((file) => SUITES.test(file));
      const hasRun = (suite: string) =>
        testResults.some(
          ({ displayName, testFilePath, numFailingTests, numPendingTests, testExecError }) =>
            displayName?.name === project &&
            testFilePath === suite &&
            testExecError === undefined &&
            numFailingTests + numPendingTests === 0,
        );
      if (suites.length === 0 || !suites.every(hasRun)) continue;
      const reached = new Set(suites.flatMap((suite) => this.#read(project, suite)));
      const missing = (await declared()).filter((one) => !reached.has(one));
      unmet.push(...missing.map((one) => `${project}: ${one}`));
    }
    rmSync(this.#folder, { recursive: true });
    if (unmet.length === 0) return;
    this.#error = new Error(`The contract declares what no test has met:\n${unmet.join('\n')}`);
    process.stderr.write(`\n${this.#error.message}\n`);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }

  #read(project: string, suite: string): string[] {
    try {
      return readFileSync(reachedFile(this.#folder, project, suite), 'utf8').split('\n');
    } catch {
      // A suite that calls nothing by the client.
      return [];
    }
  }
}

/** Every answer that the contract declares: `operationId status` and `operationId code`. */
async function declared(): Promise<string[]> {
  // Only now: it takes as long as a small suite.
  const { declaredCodes, declaredOperations } = await import('../contract.ts');
  return declaredOperations.flatMap((operation) =>
    Object.keys(operation.responses).flatMap((status) =>
      [status, ...declaredCodes(operation, Number(status))].map(
        (outcome) => `${operation.operationId} ${outcome}`,
      ),
    ),
  );
}
