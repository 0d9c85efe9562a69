import { createHmac, verify } from 'node:crypto';

// #region sign
/** The two headers that sign a request. */
export function signedHeaders(apiKey: string, sharedKey: string, date = new Date().toUTCString()) {
  const signature = createHmac('sha256', sharedKey)
    .update(`licenseSpring\ndate: ${date}`)
    .digest('base64');
  return {
    Date: date,
    Authorization: `algorithm="hmac-sha256", headers="date", signature="${signature}", apikey="${apiKey}"`,
  };
}
// #endregion

// #region verify
/** True when the server signed exactly these bytes. */
export function isGenuine(
  body: Uint8Array,
  licenseSignature: string,
  publicKeyPem: string,
): boolean {
  const signature = Buffer.from(licenseSignature, 'base64');
  return verify('sha256', body, publicKeyPem, signature);
}
// #endregion

// #region license
/** The fields of a license that this client uses; the server sends more. */
export interface License {
  readonly hardware_id: string;
  readonly license_key?: string;
  readonly user?: { readonly email: string };
  readonly validity_period: string | null;
  readonly is_expired: boolean;
  readonly product_details: { readonly short_code: string };
  readonly license_signature: string;
}

/** True when the server signed this license: its device, its holder and its end. */
export function isLicenseGenuine(license: License, publicKeyPem: string): boolean {
  const holder = license.license_key ?? license.user?.email ?? '';
  const text = `${license.hardware_id}#${holder}#${license.validity_period ?? ''}`.toLowerCase();
  return isGenuine(Buffer.from(text), license.license_signature, publicKeyPem);
}
// #endregion

/** A refusal of the server: `code` is for programs, the message is for people. */
export class LicenseError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The fields of a request. Only the body of a POST can contain an object, such as `variables`. */
export type Fields = Record<string, string | Record<string, string | number | boolean>>;

/** A client of the License API. It signs every request and verifies every response. */
export class Latchkey {
  readonly #settings: { server: string; apiKey: string; sharedKey: string; publicKey: string };

  constructor(settings: { server: string; apiKey: string; sharedKey: string; publicKey: string }) {
    this.#settings = settings;
  }

  /**
   * Sends a request. The fields go into the query of a GET, and into the JSON body of a POST.
   * @returns the body of the response
   * @throws LicenseError when the server refuses; Error when there is no response, or its signature is wrong
   */
  async call(method: 'GET' | 'POST', path: string, fields: Fields = {}) {
    const { server, apiKey, sharedKey, publicKey } = this.#settings;
    const text = fields as Record<string, string>;
    const query = method === 'GET' ? `?${new URLSearchParams(text).toString()}` : '';
    const response = await fetch(server + path + query, {
      method,
      headers: { ...signedHeaders(apiKey, sharedKey), 'Content-Type': 'application/json' },
      body: method === 'GET' ? null : JSON.stringify(fields),
      signal: AbortSignal.timeout(15_000),
    });
    // The original bytes: the signature is verified before they are parsed.
    const body = new Uint8Array(await response.arrayBuffer());
    if (!isGenuine(body, response.headers.get('LicenseSignature') ?? '', publicKey)) {
      throw new Error(`The response of ${server} has no valid signature.`);
    }
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    if (response.ok) return answer;
    const { code, message } = answer as { code: string; message: string };
    throw new LicenseError(code, message);
  }
}
