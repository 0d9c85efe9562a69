import type { About } from '../../rules/about.ts';
import type { BundleLicense } from '../../rules/bundle-license.ts';

/** What the audit entry of a bundle license is about, in addition to its ID. */
export function aboutBundleLicense(
  license: Pick<BundleLicense, 'bundle_code' | 'license_key'>,
): About {
  return { product: license.bundle_code, licenseKey: license.license_key ?? undefined };
}
