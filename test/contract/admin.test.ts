import { describe, expect, it } from '@jest/globals';
import { reachedCodes, reachedStatuses } from '../support/client.ts';
import { adminOperations, declaredCodes } from '../support/contract.ts';
import { describeAdminFrame } from './admin/frame.ts';
import { describeApiKeys } from './admin/api-keys.ts';
import { describeAudit } from './admin/audit.ts';
import { describeCustomers } from './admin/customers.ts';
import { describeDevices } from './admin/devices.ts';
import { describeLicenseUsers } from './admin/license-users.ts';
import { describeLicenses } from './admin/licenses.ts';
import { describeConnections } from './admin/connections.ts';
import { describeCustomerAccounts } from './admin/customer-accounts.ts';
import { describeMeanwhile } from './admin/meanwhile.ts';
import { describeProducts } from './admin/products.ts';
import { describeAdminSecrets } from './admin/secrets.ts';
import { describeSearch } from './admin/search.ts';
import { describeSignedIn } from './admin/signed-in.ts';

// One file, so that the last test knows what all of them have reached.
for (const describeSuite of [
  describeAdminFrame,
  describeProducts,
  describeCustomerAccounts,
  describeConnections,
  describeCustomers,
  describeLicenses,
  describeDevices,
  describeLicenseUsers,
  describeApiKeys,
  describeMeanwhile,
  describeSignedIn,
  describeAdminSecrets,
  describeAudit,
  describeSearch,
]) {
  describe('the Admin API', describeSuite);
}

describe('the Admin API declares nothing', () => {
  it('that no test has met', () => {
    const declared = adminOperations.flatMap((operation) =>
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
