import { type Device, type LicenseApi, LicenseError } from '../license-api.ts';
import type { Terminal } from '../terminal.ts';

/** What a story plays with: a license of its kind in the demo, on this device. */
interface Scene {
  readonly api: LicenseApi;
  readonly device: Device;
  readonly licenseKey: string;
  readonly terminal: Terminal;
}

/** What an application does with one kind of license, in steps that it says. */
export interface Story {
  /** For the help, in a few words. */
  readonly summary: string;
  /** @returns what `--json` prints */
  readonly play: (scene: Scene) => Promise<unknown>;
}

/**
 * Sends what the server has to refuse, and says so.
 * @throws LicenseError when the server accepts it, or refuses it with another code
 */
export async function expectRefusal(
  terminal: Terminal,
  code: string,
  send: () => Promise<unknown>,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof LicenseError) || error.code !== code) throw error;
    terminal.done(`refused, as it should be: ${code}`);
    terminal.note(error.message);
    return;
  }
  throw new LicenseError('not_refused', `The server had to refuse this with ${code}.`);
}
