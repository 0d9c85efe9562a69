import { describe } from '@jest/globals';
import { suites } from './suites.ts';

for (const describeSuite of suites) describe('the contract', () => describeSuite());
