import type { About } from '../../rules/about.ts';

/** What the audit log says of a license beside its id. */
export function aboutLicense(license: {
  readonly productCode: string;
  readonly licenseKey: string | null;
}): About {
  return { product: license.productCode, licenseKey: license.licenseKey ?? undefined };
}
