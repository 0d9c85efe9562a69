import { describe } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { describePages } from './pages.ts';
import { describePeople } from './people.ts';
import { describeSeats } from './seats.ts';

/** All that can be told of signing in, and activating, without regard to the browser. */
export function describeSignIn(stage: Stage): void {
  describe.each(['token', 'code'] as const)('with the grant %s', (grant) => {
    describeSeats(stage, grant);
    describePages(stage, grant);
  });
  describePeople(stage);
}
