import { createHmac, randomUUID } from 'node:crypto';
import type { Credentials } from './client.ts';

type Fields = Readonly<Record<string, unknown>>;

const hmac = (key: string, text: string, encoding: 'base64' | 'hex') =>
  createHmac('sha256', key).update(text).digest(encoding);

/** The Base64 of a text: the content of a file. */
export const toBase64 = (text: string) => Buffer.from(text).toString('base64');

/** What a device writes into a request file, with its signature. */
export function offlineRequest(
  { api_key, shared_key }: Credentials,
  fields: Fields & { date: string },
): Record<string, unknown> {
  const request = { api_key, request_id: randomUUID(), ...fields };
  const { license_key, username, hardware_id } = request as Record<string, unknown>;
  const name = license_key ?? username;
  const lines = ['licenseSpring', `date: ${fields.date}`, name, hardware_id, api_key];
  return { ...request, signature: hmac(shared_key, lines.map(String).join('\n'), 'base64') };
}

/** A request file, as a device makes it. */
export function offlineFile(
  credentials: Credentials,
  fields: Fields & { date: string },
  schema: 1 | 2 = 2,
): string {
  if (schema === 1) return toBase64(JSON.stringify(offlineRequest(credentials, fields)));
  const request = offlineRequest(credentials, { schema_version: 2, ...fields });
  return toBase64(nested(credentials, JSON.stringify(request)));
}

/** The content of a file of schema 2, before it becomes Base64. @param request its JSON */
export function nested({ shared_key }: Credentials, request: string): string {
  return `{"request":${request},"signature":"${hmac(shared_key, request, 'hex')}"}`;
}
