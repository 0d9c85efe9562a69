// Written by `npm run generate` from openapi.yaml.
import type { Handlers } from '../src/contract/operation.ts';
import { activateBundle } from '../src/bundles/activateBundle.ts';
import { activateBundleOffline } from '../src/offline/activateBundleOffline.ts';
import { activateLicense } from '../src/licenses/activateLicense.ts';
import { activateOffline } from '../src/offline/activateOffline.ts';
import { addConsumption } from '../src/consumption/addConsumption.ts';
import { addFeatureConsumption } from '../src/consumption/addFeatureConsumption.ts';
import { assignBundleLicenseUser } from '../src/admin/bundle-licenses/assignBundleLicenseUser.ts';
import { assignLicenseUser } from '../src/admin/licenses/assignLicenseUser.ts';
import { borrowFeatureSlot } from '../src/floating/borrowFeatureSlot.ts';
import { borrowSlot } from '../src/floating/borrowSlot.ts';
import { changePassword } from '../src/license-users/changePassword.ts';
import { checkBundle } from '../src/bundles/checkBundle.ts';
import { checkLicense } from '../src/licenses/checkLicense.ts';
import { checkLicenseFeature } from '../src/licenses/checkLicenseFeature.ts';
import { createApiKey } from '../src/admin/api-keys/createApiKey.ts';
import { createBundle } from '../src/admin/bundles/createBundle.ts';
import { createBundleLicense } from '../src/admin/bundle-licenses/createBundleLicense.ts';
import { createCustomer } from '../src/admin/customers/createCustomer.ts';
import { createCustomerAccount } from '../src/admin/customer-accounts/createCustomerAccount.ts';
import { createLicense } from '../src/admin/licenses/createLicense.ts';
import { createLicensePolicy } from '../src/admin/license-policies/createLicensePolicy.ts';
import { createLicenseUser } from '../src/admin/license-users/createLicenseUser.ts';
import { createOAuthClient } from '../src/admin/oauth-clients/createOAuthClient.ts';
import { createOAuthClientSecret } from '../src/admin/oauth-clients/createOAuthClientSecret.ts';
import { createProduct } from '../src/admin/products/createProduct.ts';
import { createProductFeature } from '../src/admin/product-features/createProductFeature.ts';
import { createProductVersion } from '../src/admin/versions/createProductVersion.ts';
import { createTestSignIn } from '../src/admin/connections/createTestSignIn.ts';
import { createUpload } from '../src/admin/versions/createUpload.ts';
import { deactivateBundle } from '../src/bundles/deactivateBundle.ts';
import { deactivateBundleOffline } from '../src/offline/deactivateBundleOffline.ts';
import { deactivateLicense } from '../src/licenses/deactivateLicense.ts';
import { deactivateOffline } from '../src/offline/deactivateOffline.ts';
import { deleteBundle } from '../src/admin/bundles/deleteBundle.ts';
import { deleteBundleLicense } from '../src/admin/bundle-licenses/deleteBundleLicense.ts';
import { deleteConnection } from '../src/admin/connections/deleteConnection.ts';
import { deleteCustomer } from '../src/admin/customers/deleteCustomer.ts';
import { deleteCustomerAccount } from '../src/admin/customer-accounts/deleteCustomerAccount.ts';
import { deleteLicense } from '../src/admin/licenses/deleteLicense.ts';
import { deleteLicensePolicy } from '../src/admin/license-policies/deleteLicensePolicy.ts';
import { deleteLicenseUser } from '../src/admin/license-users/deleteLicenseUser.ts';
import { deleteProduct } from '../src/admin/products/deleteProduct.ts';
import { deleteProductFeature } from '../src/admin/product-features/deleteProductFeature.ts';
import { deleteProductVersion } from '../src/admin/versions/deleteProductVersion.ts';
import { freeSlot } from '../src/admin/licenses/freeSlot.ts';
import { getApiKey } from '../src/admin/api-keys/getApiKey.ts';
import { getBundle } from '../src/admin/bundles/getBundle.ts';
import { getBundleLicense } from '../src/admin/bundle-licenses/getBundleLicense.ts';
import { getConnection } from '../src/admin/connections/getConnection.ts';
import { getCustomer } from '../src/admin/customers/getCustomer.ts';
import { getCustomerAccount } from '../src/admin/customer-accounts/getCustomerAccount.ts';
import { getDeviceVariables } from '../src/device-variables/getDeviceVariables.ts';
import { getInstallationFile } from '../src/versions/getInstallationFile.ts';
import { getLicense } from '../src/admin/licenses/getLicense.ts';
import { getLicensePolicy } from '../src/admin/license-policies/getLicensePolicy.ts';
import { getLicenseUser } from '../src/admin/license-users/getLicenseUser.ts';
import { getLiveness } from '../src/health/getLiveness.ts';
import { getMatches } from '../src/admin/search/getMatches.ts';
import { getMetadata } from '../src/metadata/getMetadata.ts';
import { getOAuthClient } from '../src/admin/oauth-clients/getOAuthClient.ts';
import { getProduct } from '../src/admin/products/getProduct.ts';
import { getProductDetails } from '../src/products/getProductDetails.ts';
import { getProductFeature } from '../src/admin/product-features/getProductFeature.ts';
import { getProductVersion } from '../src/admin/versions/getProductVersion.ts';
import { getReadiness } from '../src/health/getReadiness.ts';
import { getSsoUrl } from '../src/sso/getSsoUrl.ts';
import { getTestSignIn } from '../src/admin/connections/getTestSignIn.ts';
import { getTrialKey } from '../src/trials/getTrialKey.ts';
import { listApiKeys } from '../src/admin/api-keys/listApiKeys.ts';
import { listAuditEntries } from '../src/admin/audit/listAuditEntries.ts';
import { listBundleLicenses } from '../src/admin/bundle-licenses/listBundleLicenses.ts';
import { listBundles } from '../src/admin/bundles/listBundles.ts';
import { listConsumptions } from '../src/admin/licenses/listConsumptions.ts';
import { listCustomerAccounts } from '../src/admin/customer-accounts/listCustomerAccounts.ts';
import { listCustomerLicenseUsers } from '../src/license-users/listCustomerLicenseUsers.ts';
import { listCustomers } from '../src/admin/customers/listCustomers.ts';
import { listDevices } from '../src/admin/licenses/listDevices.ts';
import { listLicensePolicies } from '../src/admin/license-policies/listLicensePolicies.ts';
import { listLicenseUsers } from '../src/admin/license-users/listLicenseUsers.ts';
import { listLicenses } from '../src/admin/licenses/listLicenses.ts';
import { listOAuthClients } from '../src/admin/oauth-clients/listOAuthClients.ts';
import { listProductFeatures } from '../src/admin/product-features/listProductFeatures.ts';
import { listProductVersions } from '../src/admin/versions/listProductVersions.ts';
import { listProducts } from '../src/admin/products/listProducts.ts';
import { listSlots } from '../src/admin/licenses/listSlots.ts';
import { listUserLicenses } from '../src/licenses/listUserLicenses.ts';
import { listVersions } from '../src/versions/listVersions.ts';
import { releaseDevice } from '../src/admin/licenses/releaseDevice.ts';
import { releaseFeatureSlot } from '../src/floating/releaseFeatureSlot.ts';
import { releaseSlot } from '../src/floating/releaseSlot.ts';
import { removeLicenseFeature } from '../src/admin/licenses/removeLicenseFeature.ts';
import { resetFeatureConsumption } from '../src/admin/licenses/resetFeatureConsumption.ts';
import { resetLicenseConsumption } from '../src/admin/licenses/resetLicenseConsumption.ts';
import { revokeApiKey } from '../src/admin/api-keys/revokeApiKey.ts';
import { revokeOAuthClient } from '../src/admin/oauth-clients/revokeOAuthClient.ts';
import { setConnection } from '../src/admin/connections/setConnection.ts';
import { setLicenseFeature } from '../src/admin/licenses/setLicenseFeature.ts';
import { setLicenseUserPassword } from '../src/admin/license-users/setLicenseUserPassword.ts';
import { testConnection } from '../src/admin/connections/testConnection.ts';
import { trackDeviceVariables } from '../src/device-variables/trackDeviceVariables.ts';
import { unassignBundleLicenseUser } from '../src/admin/bundle-licenses/unassignBundleLicenseUser.ts';
import { unassignLicenseUser } from '../src/admin/licenses/unassignLicenseUser.ts';
import { updateApiKey } from '../src/admin/api-keys/updateApiKey.ts';
import { updateBundle } from '../src/admin/bundles/updateBundle.ts';
import { updateBundleLicense } from '../src/admin/bundle-licenses/updateBundleLicense.ts';
import { updateConnection } from '../src/admin/connections/updateConnection.ts';
import { updateCustomer } from '../src/admin/customers/updateCustomer.ts';
import { updateCustomerAccount } from '../src/admin/customer-accounts/updateCustomerAccount.ts';
import { updateDevice } from '../src/admin/licenses/updateDevice.ts';
import { updateLicense } from '../src/admin/licenses/updateLicense.ts';
import { updateLicensePolicy } from '../src/admin/license-policies/updateLicensePolicy.ts';
import { updateLicenseUser } from '../src/admin/license-users/updateLicenseUser.ts';
import { updateOAuthClient } from '../src/admin/oauth-clients/updateOAuthClient.ts';
import { updateProduct } from '../src/admin/products/updateProduct.ts';
import { updateProductFeature } from '../src/admin/product-features/updateProductFeature.ts';
import { updateProductVersion } from '../src/admin/versions/updateProductVersion.ts';

/** The operations of the contract. */
export const operations = {
  activateBundle,
  activateBundleOffline,
  activateLicense,
  activateOffline,
  addConsumption,
  addFeatureConsumption,
  assignBundleLicenseUser,
  assignLicenseUser,
  borrowFeatureSlot,
  borrowSlot,
  changePassword,
  checkBundle,
  checkLicense,
  checkLicenseFeature,
  createApiKey,
  createBundle,
  createBundleLicense,
  createCustomer,
  createCustomerAccount,
  createLicense,
  createLicensePolicy,
  createLicenseUser,
  createOAuthClient,
  createOAuthClientSecret,
  createProduct,
  createProductFeature,
  createProductVersion,
  createTestSignIn,
  createUpload,
  deactivateBundle,
  deactivateBundleOffline,
  deactivateLicense,
  deactivateOffline,
  deleteBundle,
  deleteBundleLicense,
  deleteConnection,
  deleteCustomer,
  deleteCustomerAccount,
  deleteLicense,
  deleteLicensePolicy,
  deleteLicenseUser,
  deleteProduct,
  deleteProductFeature,
  deleteProductVersion,
  freeSlot,
  getApiKey,
  getBundle,
  getBundleLicense,
  getConnection,
  getCustomer,
  getCustomerAccount,
  getDeviceVariables,
  getInstallationFile,
  getLicense,
  getLicensePolicy,
  getLicenseUser,
  getLiveness,
  getMatches,
  getMetadata,
  getOAuthClient,
  getProduct,
  getProductDetails,
  getProductFeature,
  getProductVersion,
  getReadiness,
  getSsoUrl,
  getTestSignIn,
  getTrialKey,
  listApiKeys,
  listAuditEntries,
  listBundleLicenses,
  listBundles,
  listConsumptions,
  listCustomerAccounts,
  listCustomerLicenseUsers,
  listCustomers,
  listDevices,
  listLicensePolicies,
  listLicenseUsers,
  listLicenses,
  listOAuthClients,
  listProductFeatures,
  listProductVersions,
  listProducts,
  listSlots,
  listUserLicenses,
  listVersions,
  releaseDevice,
  releaseFeatureSlot,
  releaseSlot,
  removeLicenseFeature,
  resetFeatureConsumption,
  resetLicenseConsumption,
  revokeApiKey,
  revokeOAuthClient,
  setConnection,
  setLicenseFeature,
  setLicenseUserPassword,
  testConnection,
  trackDeviceVariables,
  unassignBundleLicenseUser,
  unassignLicenseUser,
  updateApiKey,
  updateBundle,
  updateBundleLicense,
  updateConnection,
  updateCustomer,
  updateCustomerAccount,
  updateDevice,
  updateLicense,
  updateLicensePolicy,
  updateLicenseUser,
  updateOAuthClient,
  updateProduct,
  updateProductFeature,
  updateProductVersion,
} satisfies Handlers;
