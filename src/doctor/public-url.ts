import { verify } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { KeySet } from '../keys/key-set.ts';
import { version } from '../config/release.ts';
import { ask } from './ask.ts';
import { checkCertificate } from './certificate.ts';
import { compareClocks } from './clocks.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'public url';

/**
 * Asks the address that applications use, as they do, and holds the answer against the database.
 * @param keys undefined where they could not be read
 * @returns whether the server answers there
 */
export async function* checkPublicUrl(
  { publicUrl }: Config,
  keys: KeySet | undefined,
): AsyncGenerator<Finding, boolean> {
  const url = `${publicUrl}/api/v4/.well-known`;
  const answer = await ask(url);
  if (answer.unreachable !== undefined) {
    const cure = `Let ${publicUrl} lead to the server: its name, its proxy, its certificate.`;
    yield fault(CHECK, answer.unreachable, cure);
    return false;
  }
  const { status, headers, bytes, json } = answer;
  const location = headers.get('location');
  if (location !== null) {
    const cure = 'Set LATCHKEY_PUBLIC_URL to where it leads, or let the proxy pass requests on.';
    yield fault(CHECK, `${url} leads on to ${location}, which applications do not follow.`, cure);
    return false;
  }
  const called = json?.['api_base_url'];
  if (status !== 200 || typeof called !== 'string') {
    const cure = 'Let the proxy pass all paths on to the server. Is it running?';
    yield fault(CHECK, `${url} answers ${status}, and not as Latchkey.`, cure);
    return false;
  }
  if (called !== `${publicUrl}/api/v4`) {
    const cure = 'Set LATCHKEY_PUBLIC_URL to the same for every instance and every command.';
    yield fault(CHECK, `The server there calls itself ${called}.`, cure);
  }
  const signature = headers.get('licensesignature');
  yield keys === undefined
    ? ok(CHECK, 'The server answers there.')
    : judgeSignature(keys, { bytes, signature, json });
  if (json?.['version'] !== version) {
    const cure = 'Use one release: start the server anew after it was installed.';
    yield warning(CHECK, `The server is ${String(json?.['version'])}, this is ${version}.`, cure);
  }
  const timestamp = new Date(String(json?.['timestamp']));
  if (!Number.isNaN(timestamp.getTime())) {
    yield compareClocks('the server', timestamp, new Date());
  }
  if (publicUrl.startsWith('https:')) yield* checkCertificate(new URL(publicUrl), CHECK);
  return true;
}

/** Whether applications that carry our public key can trust the answer as it arrives. */
function judgeSignature(
  { responsePublic, responsePublished }: KeySet,
  answer: { bytes: Buffer; signature: string | null; json: Record<string, unknown> | undefined },
): Finding {
  const { bytes, signature, json } = answer;
  const isOurs = responsePublished.some(({ pem }) => pem === json?.['pub_key']);
  if (!isOurs) {
    return fault(
      CHECK,
      'The server there signs with keys that are not in this database: it is another installation.',
      'Set LATCHKEY_PUBLIC_URL, LATCHKEY_DATABASE_URL and LATCHKEY_DATA_DIR as for that server.',
    );
  }
  const isWhole =
    signature !== null && verify('sha256', bytes, responsePublic, Buffer.from(signature, 'base64'));
  if (isWhole) return ok(CHECK, 'The server answers there, and its signature arrives whole.');
  return fault(
    CHECK,
    'The signature of the answer does not verify: something on the way changes it, or leaves out LicenseSignature.',
    'Let the proxy pass bodies and headers on as they are.',
  );
}
