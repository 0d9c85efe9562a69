import { createHmac, createPublicKey, randomUUID, verify, type KeyObject } from 'node:crypto';

/** The fields of a license that this application reads; the server sends more. */
export interface License {
  license_key?: string;
  user?: { email: string; first_name: string; last_name: string };
  is_expired: boolean;
  validity_period: string | null;
  maintenance_period: string | null;
  max_activations: number;
  times_activated: number;
  allow_unlimited_activations: boolean;
  product_details: { product_name: string; short_code: string };
  license_signature: string;
  product_features: Feature[];
  floating_in_use?: boolean;
  floating_timeout: number;
}

/** A trial of a license-key product. */
export interface Trial {
  license_key: string;
  trial_days: number;
  validity_period: string | null;
}

/** The counter of a license of the type consumption. */
export interface Consumption {
  total_consumptions: number;
  max_consumptions: number;
  allow_unlimited_consumptions: boolean;
}

/** A feature of a license. */
export interface Feature extends Consumption {
  code: string;
  name: string;
  feature_type: 'activation' | 'consumption';
}

/** The file of a version. */
export interface InstallationFile {
  version: string;
  /** Its URL. */
  installation_file: string;
  hash_md5: string;
}

/** What every license call says: which product, on which device. */
export interface Device {
  product: string;
  hardware_id: string;
}

/** Whose license it is: all that is needed once the device is activated. */
export type Holder = { username: string } | { license_key: string };

/** What a sign-in brings for the activation. */
export interface SignInProof {
  customer_account_code: string;
  redirect_uri: string;
  id_token?: string;
  code?: string;
  code_verifier?: string;
}

/** Something did not work. `code` is the server's, or one of ours; `message` is for people. */
export class LicenseError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The signature of a request: HMAC-SHA256 under the shared key over the Date header. */
export function signRequest(date: string, sharedKey: string): string {
  return createHmac('sha256', sharedKey).update(`licenseSpring\ndate: ${date}`).digest('base64');
}

/** True when `signature` (Base64) is the server's over exactly these bytes. */
export function isSignedBy(key: KeyObject, data: Buffer, signature: string): boolean {
  return verify('RSA-SHA256', data, key, Buffer.from(signature, 'base64'));
}

/** What a request file asks for. */
export type OfflineRequest = 'activation' | 'deactivation';

/** `fetch` with a time limit, and a plain message when no answer comes. */
export async function send(url: string | URL, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
  } catch (cause) {
    const message = `No server answers at ${new URL(url).origin}.`;
    throw new LicenseError('unreachable', message, { cause });
  }
}

/**
 * Asks the server for its public key. DO NOT SHIP THIS: whoever answers here chooses the key that proves
 * the answers. A shipped application embeds it: `publicKey: '-----BEGIN PUBLIC KEY-----…'`.
 */
export async function fetchPublicKey(server: string): Promise<string> {
  const response = await send(`${server}/api/v4/.well-known`);
  const metadata = (await response.json().catch(() => ({}))) as { pub_key?: string };
  if (metadata.pub_key) return metadata.pub_key;
  throw new LicenseError('untrusted_answer', `${server} does not answer as a Latchkey server.`);
}

/** The License API as a desktop application needs it: every request signed, every answer verified. */
export class LicenseApi {
  readonly #settings: { server: string; apiKey: string; sharedKey: string };
  readonly #publicKey: KeyObject;

  constructor(settings: { server: string; apiKey: string; sharedKey: string; publicKey: string }) {
    this.#settings = settings;
    this.#publicKey = createPublicKey(settings.publicKey);
  }

  /** The URL to open in the user's browser. */
  async getSsoUrl(parameters: Record<string, string>): Promise<string> {
    return ((await this.#call('GET', 'sso_url', parameters)) as { url: string }).url;
  }

  /** Binds the device to a license. A device that is bound already keeps its seat. */
  async activate(device: Device, proof: SignInProof | { license_key: string }): Promise<License> {
    return this.#verified(
      await this.#call('POST', 'activate_license', { ...device, ...proof }),
      device,
    );
  }

  /** The license as it stands now, without a sign-in. Look at `is_expired`: it is no error here. */
  async check(device: Device, holder: Holder): Promise<License> {
    return this.#verified(
      await this.#call('GET', 'check_license', { ...device, ...holder }),
      device,
    );
  }

  /** Binds the device to all licenses of a bundle, or to none. `product` of the device is the code of the bundle. */
  async activateBundle(device: Device, holder: Holder): Promise<License[]> {
    const licenses = await this.#call('POST', 'activate_bundle', { ...device, ...holder });
    return this.#verifiedBundle(licenses, device);
  }

  /** The licenses of a bundle that this device is bound to. */
  async checkBundle(device: Device, holder: Holder): Promise<License[]> {
    const licenses = await this.#call('GET', 'check_bundle', { ...device, ...holder });
    return this.#verifiedBundle(licenses, device);
  }

  /** Gives the seats that the device has of a bundle back. */
  async deactivateBundle(device: Device, holder: Holder): Promise<void> {
    await this.#call('POST', 'deactivate_bundle', { ...device, ...holder });
  }

  /** Gives the seat of the device back. */
  async deactivate(device: Device, holder: Holder): Promise<void> {
    await this.#call('POST', 'deactivate_license', { ...device, ...holder });
  }

  /** Writes a request file, for a device without a network. @returns its content */
  makeRequestFile(device: Device, holder: { license_key: string }, what: OfflineRequest): string {
    const { apiKey, sharedKey } = this.#settings;
    const date = new Date().toUTCString();
    const lines = [date, holder.license_key, device.hardware_id, apiKey].join('\n');
    const request = JSON.stringify({
      schema_version: 2,
      request: what,
      request_id: randomUUID(),
      date,
      ...device,
      ...holder,
      api_key: apiKey,
      signature: signRequest(lines, sharedKey),
    });
    const signature = createHmac('sha256', sharedKey).update(request).digest('hex');
    const content = `{"request":${request},"signature":"${signature}"}`;
    return Buffer.from(content).toString('base64');
  }

  /** Reads a license file. It needs no network: the public key in the application proves the file. */
  readLicenseFile(content: string, device: Device): License {
    const text = Buffer.from(content, 'base64').toString();
    const { license_signature, license_signature_v2, ...signed } = JSON.parse(text) as License & {
      hardware_id: string;
      license_signature_v2: string;
    };
    const bytes = Buffer.from(JSON.stringify(signed));
    if (!isSignedBy(this.#publicKey, bytes, license_signature_v2)) {
      throw new LicenseError('untrusted_answer', 'The license file was changed.');
    }
    return this.#verified({ ...signed, license_signature }, device);
  }

  /** Sends a request file, as a machine with a network does. @returns the license file; empty for a deactivation */
  async sendRequestFile(content: string, what: OfflineRequest): Promise<string> {
    const path = what === 'activation' ? 'activate_offline' : 'deactivate_offline';
    const answer = await this.#call('POST', path, content);
    if (what === 'deactivation') return '';
    return Buffer.from(JSON.stringify(answer)).toString('base64');
  }

  /** Begins a trial of a license-key product on this device, or gets the one that there is. It does not activate it. */
  async getTrial(device: Device): Promise<Trial> {
    return (await this.#call('GET', 'trial_key', { ...device })) as Trial;
  }

  /** Counts uses of a license of the type consumption; a negative number takes uses back. */
  async addConsumption(device: Device, holder: Holder, consumptions: number): Promise<Consumption> {
    const fields = { ...device, ...holder, consumptions };
    return (await this.#call('POST', 'add_consumption', fields)) as Consumption;
  }

  /** Gets a feature of the license that this device is bound to. */
  async checkFeature(device: Device, holder: Holder, feature: string): Promise<Feature> {
    const fields = { ...device, ...holder, feature };
    return (await this.#call('GET', 'check_license_feature', fields)) as Feature;
  }

  /** Counts use of a feature. @param consumptions negative to take use back */
  async addFeatureConsumption(
    device: Device,
    holder: Holder,
    feature: string,
    consumptions: number,
  ): Promise<Consumption> {
    const fields = { ...device, ...holder, feature, consumptions };
    return (await this.#call('POST', 'add_feature_consumption', fields)) as Consumption;
  }

  /** Gives the slot of a floating license back. The next check takes one again. */
  async releaseSlot(device: Device, holder: Holder): Promise<void> {
    await this.#call('POST', 'floating/release', { ...device, ...holder });
  }

  /** Keeps a slot of a floating license, so that the device can be offline. */
  async borrowSlot(
    device: Device,
    holder: Holder,
    until: Date,
  ): Promise<{ borrowed_until: string }> {
    const fields = { ...device, ...holder, borrowed_until: until.toISOString() };
    return (await this.#call('POST', 'floating/borrow', fields)) as { borrowed_until: string };
  }

  /** The versions that the license gets, newest first. */
  async listVersions(device: Device, holder: Holder): Promise<{ version: string }[]> {
    return (await this.#call('GET', 'versions', { ...device, ...holder })) as { version: string }[];
  }

  /** The file of the newest version that the license gets. Compare its hash before you run it. */
  async getInstallationFile(device: Device, holder: Holder): Promise<InstallationFile> {
    const fields = { ...device, ...holder };
    return (await this.#call('GET', 'installation_file', fields)) as InstallationFile;
  }

  async #call(
    method: string,
    path: string,
    fields: Readonly<Record<string, string | number>> | string,
  ): Promise<unknown> {
    const { server, apiKey, sharedKey } = this.#settings;
    const date = new Date().toUTCString();
    const signature = signRequest(date, sharedKey);
    const headers = {
      Accept: 'application/json',
      Authorization: `algorithm="hmac-sha256", headers="date", signature="${signature}", apikey="${apiKey}"`,
      'Content-Type': 'application/json',
      Date: date,
    };
    const response = await (method === 'GET' && typeof fields !== 'string'
      ? send(`${server}/api/v4/${path}?${queryOf(fields)}`, { headers })
      : send(`${server}/api/v4/${path}`, { method, headers, body: JSON.stringify(fields) }));

    // The bytes as they came, before anything parses them. Refusals are signed too.
    const body = Buffer.from(await response.arrayBuffer());
    if (!isSignedBy(this.#publicKey, body, response.headers.get('LicenseSignature') ?? '')) {
      const message = `The key of ${server} did not sign its answer (HTTP ${response.status}).`;
      throw new LicenseError('untrusted_answer', message);
    }
    const value: unknown = JSON.parse(body.toString());
    if (response.ok) return value;
    const { code, message } = value as { code: string; message: string };
    throw new LicenseError(code, message);
  }

  /** Each license of a bundle is signed for this device, and has a product of its own. */
  #verifiedBundle(licenses: unknown, device: Device): License[] {
    return (licenses as License[]).map((license) =>
      this.#verified(license, { ...device, product: license.product_details.short_code }),
    );
  }

  /** A true answer about another device or product, played back to this one, must not unlock it. */
  #verified(value: unknown, device: Device): License {
    const license = value as License;
    const holder = license.license_key ?? license.user?.email ?? '';
    const signed = `${device.hardware_id}#${holder}#${license.validity_period ?? ''}`.toLowerCase();
    if (
      license.product_details.short_code === device.product &&
      isSignedBy(this.#publicKey, Buffer.from(signed), license.license_signature)
    ) {
      return license;
    }
    throw new LicenseError('untrusted_answer', 'The license is not for this device and product.');
  }
}

function queryOf(fields: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) query.set(name, String(value));
  return query.toString();
}
