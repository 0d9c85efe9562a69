import { listAuditEntries } from './admin/audit/listAuditEntries.ts';
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
  checkLicense,
  createProduct,
  deactivateLicense,
  deleteProduct,
  getLiveness,
  getMetadata,
  getProduct,
  getProductDetails,
  getReadiness,
  getSsoUrl,
  listAuditEntries,
  listProducts,
  listUserLicenses,
  updateProduct,
} satisfies { [Id in OperationId]: Operation<Id> };
