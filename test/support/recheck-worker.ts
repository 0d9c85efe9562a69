import { parentPort, workerData } from 'node:worker_threads';
import recheck from 'recheck/lib/browser.js';
import { allExpressions, type Expression } from './regular-expressions.ts';

/** It decides by theory alone, the same each time, however large the expression. */
const options = {
  checker: 'automaton',
  timeout: 60_000,
  maxNFASize: 1_000_000,
  maxRepeatCount: 1_000,
  maxPatternSize: 10_000,
} as const;

/**
 * A thread that says of each expression what there is against it, null where its time grows as the text does. Where it
 * is given none, of all that there are: it has loaded nothing of the server yet, which builds some as it is loaded.
 */
const expressions = (workerData as Expression[] | null) ?? (await allExpressions());
const faults = expressions.map(({ source, flags }) => {
  const { status, attack } = recheck.checkSync(source, flags, options);
  return status === 'safe' ? null : `${status}: ${attack?.pattern ?? 'nothing can be said'}`;
});
parentPort?.postMessage({ expressions, faults });
