import { createHmac, randomUUID } from 'node:crypto';
import type { Credentials } from './client.ts';
import type { OAuthCredentials } from './oauth.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An API key, or an OAuth client in its place. */
type Signer = Credentials | OAuthCredentials;

/** The field of the file that names the signer, and the key that signs. */
function signingOf(signer: Signer): [Record<string, string>, string] {
  return 'client_id' in signer
    ? [{ client_id: signer.client_id }, signer.client_secret]
    : [{ api_key: signer.api_key }, signer.shared_key];
}

const hmac = (key: string, text: string, encoding: 'base64' | 'hex') =>
  createHmac('sha256', key).update(text).digest(encoding);

/** The Base64 of a text: the content of a file. */
export const toBase64 = (text: string) => Buffer.from(text).toString('base64');

/** What a device writes into a request file, with its signature. */
export function offlineRequest(
  signer: Signer,
  fields: Fields & { date: string },
): Record<string, unknown> {
  const [signing, secret] = signingOf(signer);
  const request = { ...signing, request_id: randomUUID(), ...fields };
  const { license_key, username, hardware_id } = request as Record<string, unknown>;
  const name = license_key ?? username;
  const lines = [
    'licenseSpring',
    `date: ${fields.date}`,
    name,
    hardware_id,
    ...Object.values(signing),
  ];
  return { ...request, signature: hmac(secret, lines.map(String).join('\n'), 'base64') };
}

/** A request file, as a device makes it. */
export function offlineFile(
  credentials: Signer,
  fields: Fields & { date: string },
  schema: 1 | 2 = 2,
): string {
  if (schema === 1) return toBase64(JSON.stringify(offlineRequest(credentials, fields)));
  const request = offlineRequest(credentials, { schema_version: 2, ...fields });
  return toBase64(nested(credentials, JSON.stringify(request)));
}

/** The content of a file of schema 2, before it becomes Base64. @param request its JSON */
export function nested(signer: Signer, request: string): string {
  const [, secret] = signingOf(signer);
  return `{"request":${request},"signature":"${hmac(secret, request, 'hex')}"}`;
}
