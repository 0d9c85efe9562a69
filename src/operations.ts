import { listAuditEntries } from './admin/audit/listAuditEntries.ts';
import { createCustomer } from './admin/customers/createCustomer.ts';
import { deleteCustomer } from './admin/customers/deleteCustomer.ts';
import { getCustomer } from './admin/customers/getCustomer.ts';
import { listCustomers } from './admin/customers/listCustomers.ts';
import { updateCustomer } from './admin/customers/updateCustomer.ts';
import { createLicenseUser } from './admin/license-users/createLicenseUser.ts';
import { deleteLicenseUser } from './admin/license-users/deleteLicenseUser.ts';
import { getLicenseUser } from './admin/license-users/getLicenseUser.ts';
import { listLicenseUsers } from './admin/license-users/listLicenseUsers.ts';
import { setLicenseUserPassword } from './admin/license-users/setLicenseUserPassword.ts';
import { updateLicenseUser } from './admin/license-users/updateLicenseUser.ts';
import { assignLicenseUser } from './admin/licenses/assignLicenseUser.ts';
import { createLicense } from './admin/licenses/createLicense.ts';
import { deleteLicense } from './admin/licenses/deleteLicense.ts';
import { getLicense } from './admin/licenses/getLicense.ts';
import { listDevices } from './admin/licenses/listDevices.ts';
import { listLicenses } from './admin/licenses/listLicenses.ts';
import { releaseDevice } from './admin/licenses/releaseDevice.ts';
import { unassignLicenseUser } from './admin/licenses/unassignLicenseUser.ts';
import { updateLicense } from './admin/licenses/updateLicense.ts';
import { createProduct } from './admin/products/createProduct.ts';
import { deleteProduct } from './admin/products/deleteProduct.ts';
import { getProduct } from './admin/products/getProduct.ts';
import { listProducts } from './admin/products/listProducts.ts';
import { updateProduct } from './admin/products/updateProduct.ts';
import { getLiveness } from './health/getLiveness.ts';
import { getReadiness } from './health/getReadiness.ts';
import { activateLicense } from './licenses/activateLicense.ts';
import { checkLicense } from './licenses/checkLicense.ts';
import { deactivateLicense } from './licenses/deactivateLicense.ts';
import { listUserLicenses } from './licenses/listUserLicenses.ts';
import { getMetadata } from './metadata/getMetadata.ts';
import type { Operation, OperationId } from './operation.ts';
import { getProductDetails } from './products/getProductDetails.ts';
import { getSsoUrl } from './sso/getSsoUrl.ts';

/** Every operation of the contract; a missing, an extra or a wrongly typed one does not compile. */
export const operations = {
  activateLicense,
  assignLicenseUser,
  checkLicense,
  createCustomer,
  createLicense,
  createLicenseUser,
  createProduct,
  deactivateLicense,
  deleteCustomer,
  deleteLicense,
  deleteLicenseUser,
  deleteProduct,
  getCustomer,
  getLicense,
  getLicenseUser,
  getLiveness,
  getMetadata,
  getProduct,
  getProductDetails,
  getReadiness,
  getSsoUrl,
  listAuditEntries,
  listCustomers,
  listDevices,
  listLicenseUsers,
  listLicenses,
  listProducts,
  listUserLicenses,
  releaseDevice,
  setLicenseUserPassword,
  unassignLicenseUser,
  updateCustomer,
  updateLicense,
  updateLicenseUser,
  updateProduct,
} satisfies { [Id in OperationId]: Operation<Id> };
