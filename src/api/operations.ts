import { createApiKey } from '../admin/api-keys/createApiKey.ts';
import { getApiKey } from '../admin/api-keys/getApiKey.ts';
import { listApiKeys } from '../admin/api-keys/listApiKeys.ts';
import { revokeApiKey } from '../admin/api-keys/revokeApiKey.ts';
import { updateApiKey } from '../admin/api-keys/updateApiKey.ts';
import { listAuditEntries } from '../admin/audit/listAuditEntries.ts';
import { createTestSignIn } from '../admin/connections/createTestSignIn.ts';
import { deleteConnection } from '../admin/connections/deleteConnection.ts';
import { getConnection } from '../admin/connections/getConnection.ts';
import { getTestSignIn } from '../admin/connections/getTestSignIn.ts';
import { setConnection } from '../admin/connections/setConnection.ts';
import { testConnection } from '../admin/connections/testConnection.ts';
import { updateConnection } from '../admin/connections/updateConnection.ts';
import { createCustomerAccount } from '../admin/customer-accounts/createCustomerAccount.ts';
import { deleteCustomerAccount } from '../admin/customer-accounts/deleteCustomerAccount.ts';
import { getCustomerAccount } from '../admin/customer-accounts/getCustomerAccount.ts';
import { listCustomerAccounts } from '../admin/customer-accounts/listCustomerAccounts.ts';
import { updateCustomerAccount } from '../admin/customer-accounts/updateCustomerAccount.ts';
import { createCustomer } from '../admin/customers/createCustomer.ts';
import { deleteCustomer } from '../admin/customers/deleteCustomer.ts';
import { getCustomer } from '../admin/customers/getCustomer.ts';
import { listCustomers } from '../admin/customers/listCustomers.ts';
import { updateCustomer } from '../admin/customers/updateCustomer.ts';
import { createLicenseUser } from '../admin/license-users/createLicenseUser.ts';
import { deleteLicenseUser } from '../admin/license-users/deleteLicenseUser.ts';
import { getLicenseUser } from '../admin/license-users/getLicenseUser.ts';
import { listLicenseUsers } from '../admin/license-users/listLicenseUsers.ts';
import { setLicenseUserPassword } from '../admin/license-users/setLicenseUserPassword.ts';
import { updateLicenseUser } from '../admin/license-users/updateLicenseUser.ts';
import { assignLicenseUser } from '../admin/licenses/assignLicenseUser.ts';
import { createLicense } from '../admin/licenses/createLicense.ts';
import { deleteLicense } from '../admin/licenses/deleteLicense.ts';
import { getLicense } from '../admin/licenses/getLicense.ts';
import { listDevices } from '../admin/licenses/listDevices.ts';
import { listLicenses } from '../admin/licenses/listLicenses.ts';
import { releaseDevice } from '../admin/licenses/releaseDevice.ts';
import { unassignLicenseUser } from '../admin/licenses/unassignLicenseUser.ts';
import { updateLicense } from '../admin/licenses/updateLicense.ts';
import { createProduct } from '../admin/products/createProduct.ts';
import { deleteProduct } from '../admin/products/deleteProduct.ts';
import { getProduct } from '../admin/products/getProduct.ts';
import { listProducts } from '../admin/products/listProducts.ts';
import { updateProduct } from '../admin/products/updateProduct.ts';
import { getMatches } from '../admin/search/getMatches.ts';
import { getLiveness } from '../health/getLiveness.ts';
import { getReadiness } from '../health/getReadiness.ts';
import { activateLicense } from '../licenses/activateLicense.ts';
import { checkLicense } from '../licenses/checkLicense.ts';
import { deactivateLicense } from '../licenses/deactivateLicense.ts';
import { listUserLicenses } from '../licenses/listUserLicenses.ts';
import { getMetadata } from '../metadata/getMetadata.ts';
import type { Operation, OperationId } from '../contract/operation.ts';
import { getProductDetails } from '../products/getProductDetails.ts';
import { getSsoUrl } from '../sso/getSsoUrl.ts';

/** Every operation of the contract; a missing, an extra or a wrongly typed one does not compile. */
export const operations = {
  activateLicense,
  assignLicenseUser,
  checkLicense,
  createApiKey,
  createCustomer,
  createCustomerAccount,
  createLicense,
  createLicenseUser,
  createProduct,
  deactivateLicense,
  deleteConnection,
  deleteCustomer,
  deleteCustomerAccount,
  deleteLicense,
  deleteLicenseUser,
  deleteProduct,
  getApiKey,
  getConnection,
  getCustomer,
  getCustomerAccount,
  getLicense,
  getLicenseUser,
  getLiveness,
  getMatches,
  getMetadata,
  getProduct,
  getProductDetails,
  getReadiness,
  getSsoUrl,
  listApiKeys,
  listAuditEntries,
  listCustomerAccounts,
  listCustomers,
  listDevices,
  listLicenseUsers,
  listLicenses,
  listProducts,
  listUserLicenses,
  releaseDevice,
  revokeApiKey,
  setConnection,
  setLicenseUserPassword,
  testConnection,
  createTestSignIn,
  getTestSignIn,
  unassignLicenseUser,
  updateApiKey,
  updateConnection,
  updateCustomer,
  updateCustomerAccount,
  updateLicense,
  updateLicenseUser,
  updateProduct,
} satisfies { [Id in OperationId]: Operation<Id> };
