import { loadConfig } from '../../src/config/config.ts';
import { type Branding, loadBranding } from '../../src/pages/branding/branding.ts';

/** The pages as a vendor has them with these settings. */
export function brandingOf(env: Record<string, string> = {}): Branding {
  return loadBranding(loadConfig(env).branding);
}

/** The pages as they are without any. */
export const plainBranding = brandingOf();
