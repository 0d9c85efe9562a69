import { describe, expect, it } from '@jest/globals';
import { reachedCodes, reachedStatuses } from '../support/client.ts';
import { declaredCodes, applicationOperations } from '../support/contract.ts';
import { describeActivateLicense } from './suites/activate-license.ts';
import { describeChoice } from './suites/activate-license-choice.ts';
import { describeActivateLicenseCode } from './suites/activate-license-code.ts';
import { describeActivateLicenseSso } from './suites/activate-license-sso.ts';
import { describeActivateLicenseTokens } from './suites/activate-license-tokens.ts';
import { describeTransfers } from './suites/activate-license-transfers.ts';
import { describeBodies } from './suites/bodies.ts';
import { describeCheckLicense } from './suites/check-license.ts';
import { describeDeactivateLicense } from './suites/deactivate-license.ts';
import { describeDescriptions } from './suites/descriptions.ts';
import { describeEveryOperation } from './suites/every-operation.ts';
import { describeExcess } from './suites/excess.ts';
import { describeFaults } from './suites/faults.ts';
import { describeGetSsoUrl } from './suites/get-sso-url.ts';
import { describeListUserLicenses } from './suites/list-user-licenses.ts';
import { describeOrderOfChecks } from './suites/order-of-checks.ts';
import { describeParameters } from './suites/parameters.ts';
import { describeRateLimits } from './suites/rate-limits.ts';
import { describeSignedOperations } from './suites/signed-operations.ts';

// One file, so that the last test knows what all of them have reached.
for (const describeSuite of [
  ...[describeEveryOperation, describeSignedOperations, describeParameters, describeBodies],
  ...[describeOrderOfChecks, describeFaults, describeGetSsoUrl, describeActivateLicense],
  ...[describeTransfers, describeChoice, describeActivateLicenseSso, describeActivateLicenseTokens],
  ...[describeActivateLicenseCode, describeDeactivateLicense, describeCheckLicense],
  ...[describeListUserLicenses, describeDescriptions, describeRateLimits, describeExcess],
]) {
  describe('the contract', describeSuite);
}

describe('the contract declares nothing', () => {
  it('that no test has met', () => {
    const declared = applicationOperations.flatMap((operation) =>
      Object.keys(operation.responses).flatMap((status) => [
        `${operation.operationId} ${status}`,
        ...declaredCodes(operation, Number(status)).map(
          (code) => `${operation.operationId} ${code}`,
        ),
      ]),
    );
    const unmet = declared.filter((one) => !reachedCodes.has(one) && !reachedStatuses.has(one));
    expect(unmet).toEqual([]);
  });
});
