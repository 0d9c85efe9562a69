import { describe } from '@jest/globals';
import { describeOnPostgres } from '../support/describe-on.ts';
import { startPair } from '../support/start-pair.ts';
import { describeActivateLicense } from './suites/activate-license.ts';
import { describeChoice } from './suites/activate-license-choice.ts';
import { describeActivateLicenseCode } from './suites/activate-license-code.ts';
import { describeActivateLicenseSso } from './suites/activate-license-sso.ts';
import { describeActivateLicenseTokens } from './suites/activate-license-tokens.ts';
import { describeTransfers } from './suites/activate-license-transfers.ts';
import { describeCheckLicense } from './suites/check-license.ts';
import { describeDeactivateLicense } from './suites/deactivate-license.ts';
import { describeGetSsoUrl } from './suites/get-sso-url.ts';
import { describeListUserLicenses } from './suites/list-user-licenses.ts';
import { createWorld } from './world.ts';

// Each request goes to the other instance than the one before.
describeOnPostgres('on two instances', () => {
  for (const describeSuite of [
    ...[describeGetSsoUrl, describeActivateLicense, describeTransfers, describeChoice],
    ...[describeActivateLicenseSso, describeActivateLicenseTokens, describeActivateLicenseCode],
    ...[describeDeactivateLicense, describeCheckLicense, describeListUserLicenses],
  ]) {
    describe('the contract', () => describeSuite(() => createWorld({}, startPair)));
  }
});
