import { type Color, parseColor } from './contrast.ts';
import type { ReadSetting } from './read-setting.ts';

/** The vendor's settings for the pages. */
export interface BrandingConfig {
  readonly vendorName: string | undefined;
  /** The path of an SVG or PNG file. */
  readonly logoFile: string | undefined;
  /** The accent colours on a light and on a dark background. */
  readonly accent: { readonly light: Color; readonly dark: Color | undefined } | undefined;
  /** The link for help, and its text. */
  readonly support: { readonly href: string; readonly label: string } | undefined;
  /** The path of a JSON file with the vendor's texts. */
  readonly textsFile: string | undefined;
}

export function readBranding(read: ReadSetting): BrandingConfig {
  return {
    vendorName: read<string | undefined>(
      'LATCHKEY_VENDOR_NAME',
      undefined,
      (text) => (/^[^\p{C}\s]([^\p{C}]{0,58}[^\p{C}\s])?$/u.test(text) ? text : undefined),
      'a name of 1 to 60 characters',
    ),
    logoFile: read<string | undefined>('LATCHKEY_LOGO', undefined, (text) => text, 'a file'),
    accent: read(
      'LATCHKEY_ACCENT_COLOR',
      undefined,
      parseAccent,
      'a colour such as #0f6b54, or two with a comma, the second for dark backgrounds',
    ),
    support: read(
      'LATCHKEY_SUPPORT_CONTACT',
      undefined,
      parseContact,
      'mailto:help@example.com or an https address',
    ),
    textsFile: read<string | undefined>('LATCHKEY_TEXTS', undefined, (text) => text, 'a file'),
  };
}

function parseAccent(text: string): BrandingConfig['accent'] {
  const [light, dark, ...more] = text.split(',').map((one) => parseColor(one.trim()) ?? null);
  // Null stands for an invalid colour, undefined for a missing one.
  if (light == null || dark === null || more.length > 0) return undefined;
  return { light, dark };
}

function parseContact(text: string): BrandingConfig['support'] {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') {
    return { href: url.href, label: `${url.host}${url.pathname}`.replace(/\/$/, '') };
  }
  const address = /^mailto:([^\s@?&<>"]+@[^\s@?&<>"]+)$/i.exec(text)?.[1];
  return address === undefined ? undefined : { href: `mailto:${address}`, label: address };
}
