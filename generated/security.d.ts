// Written by `npm run generate` from openapi.yaml.

/** The security scheme that each operation asks for; null for public operations. */
export interface Security {
  activateLicense: 'requestSignature';
  assignLicenseUser: 'adminToken';
  checkLicense: 'requestSignature';
  createApiKey: 'adminToken';
  createCustomer: 'adminToken';
  createCustomerAccount: 'adminToken';
  createLicense: 'adminToken';
  createLicenseUser: 'adminToken';
  createProduct: 'adminToken';
  createTestSignIn: 'adminToken';
  deactivateLicense: 'requestSignature';
  deleteConnection: 'adminToken';
  deleteCustomer: 'adminToken';
  deleteCustomerAccount: 'adminToken';
  deleteLicense: 'adminToken';
  deleteLicenseUser: 'adminToken';
  deleteProduct: 'adminToken';
  getApiKey: 'adminToken';
  getConnection: 'adminToken';
  getCustomer: 'adminToken';
  getCustomerAccount: 'adminToken';
  getLicense: 'adminToken';
  getLicenseUser: 'adminToken';
  getLiveness: null;
  getMatches: 'adminToken';
  getMetadata: null;
  getProduct: 'adminToken';
  getProductDetails: 'requestSignature';
  getReadiness: null;
  getSsoUrl: 'requestSignature';
  getTestSignIn: 'adminToken';
  listApiKeys: 'adminToken';
  listAuditEntries: 'adminToken';
  listCustomerAccounts: 'adminToken';
  listCustomers: 'adminToken';
  listDevices: 'adminToken';
  listLicenseUsers: 'adminToken';
  listLicenses: 'adminToken';
  listProducts: 'adminToken';
  listUserLicenses: 'requestSignature';
  releaseDevice: 'adminToken';
  revokeApiKey: 'adminToken';
  setConnection: 'adminToken';
  setLicenseUserPassword: 'adminToken';
  testConnection: 'adminToken';
  unassignLicenseUser: 'adminToken';
  updateApiKey: 'adminToken';
  updateConnection: 'adminToken';
  updateCustomer: 'adminToken';
  updateCustomerAccount: 'adminToken';
  updateLicense: 'adminToken';
  updateLicenseUser: 'adminToken';
  updateProduct: 'adminToken';
}
