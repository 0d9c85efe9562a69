import { verify } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { KeySet } from '../keys/key-set.ts';
import { version } from '../config/release.ts';
import { probe } from './probe.ts';
import { checkCertificate } from './certificate.ts';
import { compareClocks } from './clocks.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'public url';

/**
 * Sends a request to the public URL, as applications do, and compares the response with the database.
 * @param keys undefined when they could not be read
 * @returns whether Latchkey responds there
 */
export async function* checkPublicUrl(
  { publicUrl }: Config,
  keys: KeySet | undefined,
): AsyncGenerator<Finding, boolean> {
  const url = `${publicUrl}/api/v4/.well-known`;
  const response = await probe(url);
  if (response.unreachable !== undefined) {
    const cure = `Check DNS, proxy and certificate: ${publicUrl} must be the address of the server.`;
    yield fault(CHECK, response.unreachable, cure);
    return false;
  }
  const { status, headers, bytes, json } = response;
  const location = headers.get('location');
  if (location !== null) {
    const cure =
      'Set LATCHKEY_PUBLIC_URL to that address, or configure the proxy to forward requests.';
    yield fault(
      CHECK,
      `${url} redirects to ${location}, and applications do not follow redirects.`,
      cure,
    );
    return false;
  }
  const baseUrl = json?.['api_base_url'];
  if (status !== 200 || typeof baseUrl !== 'string') {
    const cure = 'Check that the server is running, and configure the proxy to forward all paths.';
    yield fault(CHECK, `${url} responds with ${status}, and not like Latchkey.`, cure);
    return false;
  }
  if (baseUrl !== `${publicUrl}/api/v4`) {
    const cure = 'Set LATCHKEY_PUBLIC_URL to the same value for every instance and every command.';
    yield fault(CHECK, `The server there has the base URL ${baseUrl}.`, cure);
  }
  const signature = headers.get('licensesignature');
  yield keys === undefined
    ? ok(CHECK, 'The server responds there.')
    : checkSignature(keys, { bytes, signature, json });
  if (json?.['version'] !== version) {
    const cure = 'Use the same release: restart the server after an upgrade.';
    yield warning(CHECK, `The server is ${String(json?.['version'])}, this is ${version}.`, cure);
  }
  const timestamp = new Date(String(json?.['timestamp']));
  if (!Number.isNaN(timestamp.getTime())) {
    yield compareClocks('the server', timestamp, new Date());
  }
  if (publicUrl.startsWith('https:')) yield* checkCertificate(new URL(publicUrl), CHECK);
  return true;
}

/** Checks that the signature of the response verifies with our public key. */
function checkSignature(
  { responsePublic, responsePublished }: KeySet,
  response: { bytes: Buffer; signature: string | null; json: Record<string, unknown> | undefined },
): Finding {
  const { bytes, signature, json } = response;
  const isOurs = responsePublished.some(({ pem }) => pem === json?.['pub_key']);
  if (!isOurs) {
    return fault(
      CHECK,
      'The server there signs with keys that are not in this database, so it is another installation.',
      'Use the same LATCHKEY_PUBLIC_URL, LATCHKEY_DATABASE_URL and LATCHKEY_DATA_DIR as that server.',
    );
  }
  const isValid =
    signature !== null && verify('sha256', bytes, responsePublic, Buffer.from(signature, 'base64'));
  if (isValid) return ok(CHECK, 'The server responds there, and its signature is valid.');
  return fault(
    CHECK,
    'The signature of the response is not valid: a proxy changes the body or removes the LicenseSignature header.',
    'Configure the proxy to forward bodies and headers unchanged.',
  );
}
