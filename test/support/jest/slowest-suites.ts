import type { AggregatedResult, Reporter } from '@jest/reporters';

/** After a run of many suites, says which ten took longest: the whole is as fast as they let it be. */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default class SlowestSuites implements Pick<Reporter, 'onRunComplete'> {
  onRunComplete(_contexts: unknown, { testResults }: AggregatedResult): void {
    if (testResults.length <= 10) return;
    const seconds = ({ perfStats }: (typeof testResults)[number]) => perfStats.runtime / 1_000;
    const all = testResults.reduce((sum, result) => sum + seconds(result), 0);
    const slowest = testResults.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, 10);
    const lines = slowest.map((result) => {
      const name = result.testFilePath.split('/test/').at(-1) ?? '';
      return `${seconds(result).toFixed(1).padStart(7)} s  ${result.displayName?.name ?? ''} ${name}`;
    });
    process.stderr.write(
      `\nThe slowest of ${testResults.length} suites, which took ${all.toFixed(0)} s of the workers:\n${lines.join('\n')}\n`,
    );
  }
}
