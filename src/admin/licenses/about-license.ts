import type { About } from '../../rules/about.ts';

/** What the audit entry of a license is about, in addition to its ID. */
export function aboutLicense(license: {
  readonly product_code: string;
  readonly license_key: string | null;
}): About {
  return { product: license.product_code, licenseKey: license.license_key ?? undefined };
}
