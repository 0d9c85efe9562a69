import { describe } from '@jest/globals';
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

// What two instances answer alike: two-instances.test.ts has the same. The other suites beside these are files of tests.
for (const describeSuite of [
  ...[describeGetSsoUrl, describeActivateLicense, describeTransfers, describeChoice],
  ...[describeActivateLicenseSso, describeActivateLicenseTokens, describeActivateLicenseCode],
  ...[describeDeactivateLicense, describeCheckLicense, describeListUserLicenses],
]) {
  describe('the contract', describeSuite);
}
