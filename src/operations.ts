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
  deactivateLicense,
  getLiveness,
  getMetadata,
  getProductDetails,
  getReadiness,
  getSsoUrl,
  listUserLicenses,
} satisfies { [Id in OperationId]: Operation<Id> };
