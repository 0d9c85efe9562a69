import { readFileSync } from 'node:fs';
import type { BrandingConfig } from '../../config/branding-config.ts';
import { ConfigError } from '../../config/config.ts';
import { hashOf } from '../../web/static/static-file.ts';
import { type Language, texts } from '../texts/languages.ts';
import type { Texts } from '../texts/texts.ts';
import { type Accent, accentOf } from './accent.ts';
import { type Logo, readLogo } from './logo.ts';
import { withVendorTexts } from './vendor-texts.ts';

/** The appearance and texts of the pages: Latchkey's or the vendor's. */
export interface Branding {
  readonly vendorName: string | undefined;
  readonly logo: Logo | undefined;
  readonly support: { readonly href: string; readonly label: string } | undefined;
  readonly texts: Readonly<Record<Language, Texts>>;
  readonly css: string;
  readonly icon: string;
  /** URLs of the assets. They contain a hash, so that they change with the content. */
  readonly stylesheetUrl: string;
  readonly scriptUrl: string;
  readonly logoUrl: string | undefined;
  /** Warnings for the operator. */
  readonly notes: readonly string[];
}

const style = readAsset('style.css');
const mark = readAsset('mark.eta');

/** The only script of the pages: it shows and hides the password. */
export const script = readAsset('show-password.js');

/**
 * Reads and validates the vendor's branding.
 * @throws ConfigError with all faults
 */
export function loadBranding(config: BrandingConfig): Branding {
  const { vendorName, accent, support } = config;
  const faults: string[] = [];
  const logo = readSetting('LATCHKEY_LOGO', config.logoFile, (bytes) => {
    const read = readLogo(bytes);
    return typeof read === 'string' ? { faults: [read] } : { value: read, faults: [] };
  });
  const vendorTexts = readSetting('LATCHKEY_TEXTS', config.textsFile, (bytes) => {
    const { texts: value, faults: found } = withVendorTexts(bytes.toString('utf8'));
    return { value, faults: found };
  });
  if (config.logoFile !== undefined && vendorName === undefined) {
    faults.push(
      'LATCHKEY_LOGO requires LATCHKEY_VENDOR_NAME: screen readers read it in place of the logo',
    );
  }
  if (faults.length > 0) throw new ConfigError(faults);

  const colors = accent === undefined ? undefined : accentOf(accent.light, accent.dark);
  const css = style + (colors?.css ?? '');
  return {
    vendorName,
    logo,
    support,
    css,
    texts: vendorTexts ?? texts,
    icon: vendorName === undefined ? mark : initialIcon(vendorName, colors),
    stylesheetUrl: `/assets/style.css?v=${hashOf(css)}`,
    scriptUrl: `/assets/show-password.js?v=${hashOf(script)}`,
    logoUrl: logo && `/assets/logo?v=${hashOf(logo.bytes)}`,
    notes: colors?.notes ?? [],
  };

  function readSetting<Value>(
    name: string,
    file: string | undefined,
    read: (bytes: Buffer) => { value?: Value; faults: string[] },
  ): Value | undefined {
    if (file === undefined) return undefined;
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      faults.push(`${name}: ${file} cannot be read (${(error as Error).message})`);
      return undefined;
    }
    const { value, faults: found } = read(bytes);
    faults.push(...found.map((fault) => `${name}: ${file}: ${fault}`));
    return value;
  }
}

/** The favicon: the first letter of the vendor's name on the accent colour. */
function initialIcon(vendorName: string, colors: Accent | undefined): string {
  const fill = /--accent: (#\w+);/.exec(colors?.css ?? style)?.[1] ?? '';
  const [initial = ''] = vendorName;
  const letter = `&#${String(initial.codePointAt(0))};`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
    `<rect width="32" height="32" rx="9" fill="${fill}"/>` +
    '<text x="16" y="23" fill="#fff" font-family="system-ui,sans-serif" font-size="20" font-weight="600" ' +
    `text-anchor="middle">${letter}</text></svg>`
  );
}

function readAsset(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
}
