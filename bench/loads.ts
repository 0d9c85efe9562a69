import type { Load, Numbers } from './measure/load.ts';
import { type Installation, KEY_PRODUCT, SIGN_IN } from './installation.ts';

/** Who gets a load: a server of an installation. */
type Url = { readonly url: string };

/** Sign-in URLs of one product and account. */
export function ssoUrl({ url }: Url, { signed }: Installation): Load {
  const query = String(new URLSearchParams(SIGN_IN));
  return { url, method: 'GET', path: `/api/v4/sso_url?${query}`, headers: signed };
}

/** Checks of one device, again and again. */
export function checkOne({ url }: Url, { signed }: Installation): Load {
  return { url, method: 'GET', path: checkOf('license-0', 'device-0'), headers: signed };
}

/** Checks of the devices that are stored, each once. @param numbers those of `devicesOf` */
export function checkInTurn({ url }: Url, { signed }: Installation, numbers: Numbers): Load {
  const path = checkOf('license-{m}', 'device-{n}');
  return { url, method: 'GET', path, headers: signed, numbers };
}

/** The devices of an installation, for all loads that check each of them once. */
export function devicesOf({ size }: Installation): Numbers {
  return { next: 0, end: size.devices, modulo: size.licenses };
}

function checkOf(license: string, device: string): string {
  return `/api/v4/check_license?product=${KEY_PRODUCT}&license_key=${license}&hardware_id=${device}`;
}
