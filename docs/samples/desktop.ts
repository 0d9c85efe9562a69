import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLicenseGenuine, type Latchkey, type License, LicenseError } from './latchkey.ts';

// #region hardware-id
/** Choose your own name, so that applications of two vendors have different IDs for one computer. */
const APPLICATION = 'com.example.desktop-pro';

/** The hardware ID of this computer, equal on every start. The machine ID itself is not sent. */
export function hardwareIdOf(machineId: string): string {
  return createHmac('sha256', APPLICATION).update(machineId.trim()).digest('hex').slice(0, 32);
}
// #endregion

// #region saved
/** What the application stores between two starts: no password and no token. */
interface Saved {
  readonly device: { readonly product: string; readonly hardware_id: string };
  /** The license key, or the e-mail address of the user. */
  readonly holder: { readonly license_key: string } | { readonly username: string };
  /** The last verified response. */
  readonly license: License;
  /** The time of that response, in milliseconds. */
  readonly checkedAt: number;
  /** The latest time that this computer has had, in milliseconds. */
  readonly latest: number;
}
// #endregion

export type Status =
  | { readonly state: 'licensed' | 'grace'; readonly license: License }
  | { readonly state: 'not_activated' | 'verify_needed' | 'refused'; readonly reason: string };

const DAY = 24 * 60 * 60 * 1_000;

/** How long users can work without the server, in milliseconds. */
const GRACE = 14 * DAY;

/** Refusals that are not about the license: try again later. */
const TEMPORARY = ['too_many_requests', 'service_unavailable', 'internal_error'];

/** A license on this computer. */
export class Licensing {
  readonly #latchkey: Latchkey;
  readonly #file: string;
  readonly #publicKey: string;
  readonly #device: Saved['device'];

  constructor(options: {
    latchkey: Latchkey;
    publicKey: string;
    device: Saved['device'];
    file: string;
  }) {
    this.#latchkey = options.latchkey;
    this.#publicKey = options.publicKey;
    this.#device = options.device;
    this.#file = options.file;
  }

  // #region activate
  /** Activates a license by its license key. */
  async activateWithKey(licenseKey: string, now = Date.now()): Promise<License> {
    return this.#activate({ license_key: licenseKey }, { license_key: licenseKey }, now);
  }

  async #activate(
    proof: Record<string, string>,
    holder: Saved['holder'] | undefined,
    now: number,
  ): Promise<License> {
    const fields = { ...this.#device, ...proof };
    const answer = await this.#latchkey.call('POST', '/api/v4/activate_license', fields);
    const license = this.#mine(answer);
    const named = holder ?? { username: license.user?.email ?? '' };
    await this.#save({ holder: named, license, checkedAt: now, latest: now });
    return license;
  }
  // #endregion

  // #region sign-in
  /**
   * Activates a license by single sign-on.
   * @param who the code of the customer account, and the user's e-mail address if known
   * @param open opens a URL in the browser
   */
  async activateBySignIn(
    who: { account: string; email?: string },
    open: (url: string) => void,
    now = Date.now(),
  ): Promise<License> {
    const state = randomBytes(32).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const loopback = await listenForCallback(state);
    try {
      const answer = await this.#latchkey.call('GET', '/api/v4/sso_url', {
        product: this.#device.product,
        customer_account_code: who.account,
        response_type: 'code',
        redirect_uri: loopback.redirectUri,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(who.email !== undefined && { login_hint: who.email }),
      });
      open((answer as { url: string }).url);
      const result = await loopback.result;
      const code = result.get('code');
      if (code === null) throw new LicenseError(result.get('error') ?? 'no_code', describe(result));
      return await this.#activate(
        {
          customer_account_code: who.account,
          redirect_uri: loopback.redirectUri,
          code_verifier: verifier,
          code,
        },
        undefined,
        now,
      );
    } finally {
      loopback.close();
    }
  }
  // #endregion

  // #region check
  /** Checks the license at the server. Without a response, the last response decides. */
  async check(now = Date.now()): Promise<Status> {
    const saved = await this.#read();
    if (saved === undefined) return { state: 'not_activated', reason: 'Activate a license first.' };
    try {
      const fields = { ...saved.device, ...saved.holder };
      const answer = await this.#latchkey.call('GET', '/api/v4/check_license', fields);
      const license = this.#mine(answer);
      await this.#save({ holder: saved.holder, license, checkedAt: now, latest: now });
      if (license.is_expired) return { state: 'refused', reason: 'The license has expired.' };
      return { state: 'licensed', license };
    } catch (error) {
      if (!(error instanceof LicenseError) || TEMPORARY.includes(error.code)) {
        return this.#withoutServer(saved, now);
      }
      if (error.code === 'date_header_diff') {
        return { state: 'verify_needed', reason: 'The clock of this computer is wrong.' };
      }
      return { state: 'refused', reason: error.message };
    }
  }
  // #endregion

  // #region offline
  /** A missing response is not a refusal: users continue to work as long as your terms allow. */
  async #withoutServer(saved: Saved, now: number): Promise<Status> {
    const needed = (reason: string): Status => ({ state: 'verify_needed', reason });
    if (!isLicenseGenuine(saved.license, this.#publicKey)) return needed('The file was changed.');
    // A difference of a day is accepted: clocks are corrected, and travellers set them by hand.
    if (now < saved.latest - DAY) return needed('The clock of this computer was set back.');
    if (now > saved.checkedAt + GRACE) return needed('Connect to the internet once.');
    const end = saved.license.validity_period;
    if (end !== null && now > Date.parse(end)) {
      return { state: 'refused', reason: 'The license has expired.' };
    }
    await this.#save({ ...saved, latest: Math.max(now, saved.latest) });
    return { state: 'grace', license: saved.license };
  }
  // #endregion

  // #region deactivate
  /** Deactivates the license, so that another device can take the seat. */
  async deactivate(): Promise<void> {
    const saved = await this.#read();
    if (saved === undefined) return;
    const fields = { ...saved.device, ...saved.holder };
    await this.#latchkey.call('POST', '/api/v4/deactivate_license', fields);
    await rm(this.#file, { force: true });
  }
  // #endregion

  /** Checks that a response is about this device: one for another device has a valid signature too. */
  #mine(answer: unknown): License {
    const license = answer as License;
    const isOurs =
      license.hardware_id.toLowerCase() === this.#device.hardware_id.toLowerCase() &&
      license.product_details.short_code === this.#device.product;
    if (!isOurs) throw new Error('The response is about another device or product.');
    return license;
  }

  async #read(): Promise<Saved | undefined> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as Saved;
    } catch {
      return undefined;
    }
  }

  async #save(saved: Omit<Saved, 'device'>): Promise<void> {
    await writeFile(this.#file, JSON.stringify({ ...saved, device: this.#device }));
  }
}

// #region loopback
/** Waits for the redirect of the browser, on this computer only (RFC 8252, section 7.3). */
async function listenForCallback(state: string) {
  const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>();
  promise.catch(() => undefined); // It may fail before anything waits for it.
  const say = (response: ServerResponse, status: number, text: string) =>
    void response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/callback') {
      say(response, 404, 'Not found.');
    } else if (searchParams.get('state') !== state) {
      // Any web page can send requests to this port: those without the state are refused.
      say(response, 400, 'Please start again.');
    } else {
      response.once('finish', () => resolve(searchParams));
      say(response, 200, 'You can close this window and go back to the application.');
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const timer = setTimeout(() => reject(new Error('Nobody signed in.')), 5 * 60_000);
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    result: promise,
    close() {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}
// #endregion

function describe(result: URLSearchParams): string {
  return result.get('error_description') ?? 'The sign-in did not succeed.';
}
