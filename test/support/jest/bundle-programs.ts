import { bundleIfStale } from '../../../packaging/bundle.ts';
import { bundled } from '../programs.ts';

/** Before the tests: bundles the programs that tests start as processes. */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default function setUp(): Promise<void> {
  return bundleIfStale(bundled);
}
