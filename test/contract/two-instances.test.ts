import { describe } from '@jest/globals';
import { describeOnPostgres } from '../support/describe-on.ts';
import { startPair } from '../support/start-pair.ts';
import { suites } from './suites.ts';
import { createWorld } from './world.ts';

// Each request goes to the other instance than the one before.
describeOnPostgres('on two instances', () => {
  for (const describeSuite of suites) {
    describe('the contract', () => describeSuite(() => createWorld({}, startPair)));
  }
});
