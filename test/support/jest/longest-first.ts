import { createRequire } from 'node:module';
import type { Test } from '@jest/reporters';
import type sequencer from '@jest/test-sequencer';

const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer') as typeof sequencer;

/** The suites that take longest, longest first; `npm test` names them at its end. */
const LONGEST = [
  'packaging/image',
  'docs/site-in-browser',
  'packaging/package',
  'end-to-end/sign-in',
  'pages/accessibility',
  'end-to-end/killed-instance',
  'store/move/move',
  'docs/reference-in-browser',
  'durability/killed-server',
  'contract/random-admin-requests',
  'docs/behind-a-proxy',
  'end-to-end/try',
];

/**
 * Starts the longest suites first, so that no worker ends alone with one of them. Jest knows them only after a run on
 * the same machine, and takes a suite of two projects for one.
 */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default class LongestFirst extends Sequencer {
  override async sort(tests: readonly Test[]): Promise<Test[]> {
    const placeOf = ({ path }: Test) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort([...tests])).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
