import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PUBLIC_KEY = KEYS.publicKey.export({ type: 'spki', format: 'pem' });
export const API_KEY = 'the-api-key';
export const SHARED_KEY = 'the-shared-key';
export const PASSWORD = 'open & "sesame"';

/** The server's signature over a text, as in `LicenseSignature`. */
export const signText = (value: string) =>
  sign('RSA-SHA256', Buffer.from(value), KEYS.privateKey).toString('base64');

/** What one test wants of the server. */
export interface Behaviour {
  /** Changes the body after it was signed. */
  tamper?: (body: string) => string;
  /** Leaves the signature out. */
  unsigned?: boolean;
  /** Answers this instead of a license. */
  refusal?: { status: number; code: string; message: string };
  /** Answers a license for another device. */
  hardwareId?: string;
  /** Answers a license of another product. */
  product?: string;
}

/** A small Latchkey of one person's license, so that the client can be tested by itself. */
export async function startFakeServer(behaviour: Behaviour = {}) {
  const sent: { path: string; fields: Record<string, string> }[] = [];
  const signIns = new Map<string, Record<string, string>>();

  const sendJson = (response: ServerResponse, value: unknown, status = 200) => {
    const body = JSON.stringify(value);
    response.statusCode = status;
    if (!behaviour.unsigned) response.setHeader('LicenseSignature', signText(body));
    response.end(behaviour.tamper?.(body) ?? body);
  };

  const sendApi = (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    fields: Record<string, string>,
  ) => {
    const line = `licenseSpring\ndate: ${request.headers.date}`;
    const signature = createHmac('sha256', SHARED_KEY).update(line).digest('base64');
    const expected = `algorithm="hmac-sha256", headers="date", signature="${signature}", apikey="${API_KEY}"`;
    if (request.headers.authorization !== expected) {
      const message = 'Signature mismatch.';
      return sendJson(response, { status: 401, code: 'signature_mismatch', message }, 401);
    }
    sent.push({ path, fields });
    if (path === 'sso_url') {
      const id = randomUUID();
      signIns.set(id, fields);
      return sendJson(response, { url: `http://${request.headers.host}/auth/${id}` });
    }
    if (behaviour.refusal) return sendJson(response, behaviour.refusal, behaviour.refusal.status);
    if (path === 'deactivate_license') return sendJson(response, 'license_deactivated');
    const verifier = fields['code_verifier'];
    if (verifier) {
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const found = signIns.get(fields['code'] ?? '')?.['code_challenge'] === challenge;
      if (!found) {
        const message = 'The code is not valid.';
        return sendJson(response, { status: 400, code: 'sso_code_invalid', message }, 400);
      }
    }
    const hardwareId = behaviour.hardwareId ?? fields['hardware_id'];
    const holder = fields['license_key'] ?? 'alice@acme.test';
    return sendJson(response, {
      ...(fields['license_key']
        ? { license_key: holder }
        : { user: { email: holder, first_name: 'Alice', last_name: 'Adams' } }),
      is_expired: false,
      validity_period: '2027-06-15T00:00:00.000Z',
      max_activations: 10,
      times_activated: 1,
      allow_unlimited_activations: false,
      product_details: { product_name: 'Demo', short_code: behaviour.product ?? fields['product'] },
      license_signature: signText(`${hardwareId}#${holder}#2027-06-15T00:00:00.000Z`.toLowerCase()),
    });
  };

  const sendPage = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<unknown> => {
    const [, step, id = ''] = path.split('/');
    if (!signIns.has(id)) return response.writeHead(404).end();
    const redirect = (location: string, cookie: string) =>
      response.writeHead(303, { Location: location, 'Set-Cookie': cookie }).end();
    if (step === 'auth')
      return redirect(`/sign-in/${id}?a=1`, `step=one; path=/sign-in/${id}; httponly`);
    const seen = request.headers.cookie;
    if (step === 'sign-in' && request.method === 'GET') {
      if (seen !== 'step=one')
        return response.writeHead(400).end('<h1>Your session has ended</h1>');
      return response.end(`<h1>Sign in</h1><form method="post" action="/sign-in/${id}?a=1&amp;b=2">
        <input name="email" type="email"><input name="password" type="password"><button>Sign in</button></form>
        <form method="post"><button name="cancel">Cancel</button></form>`);
    }
    const query = new URL(request.url ?? '/', 'http://fake').searchParams;
    const form = new URLSearchParams(await text(request));
    if (step === 'sign-in') {
      if (query.get('b') !== '2' || form.get('password') !== PASSWORD) {
        return response
          .writeHead(400)
          .end('<p role="alert">Wrong password.</p><form "password"></form>');
      }
      return redirect(
        `/resume/${id}`,
        `step=; path=/sign-in/${id}; expires=Thu, 01 Jan 1970 00:00:00 GMT`,
      );
    }
    if (seen) return response.writeHead(400).end(`<h1>Unexpected cookie ${seen}</h1>`);
    const { redirect_uri = '', state = '', response_type } = signIns.get(id) ?? {};
    const result =
      response_type === 'code' ? `?code=${id}` : `#id_token=ID-TOKEN&access_token=A&expires_in=600`;
    return redirect(`${redirect_uri}${result}&state=${state}`, 'session=1; path=/resume');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname === '/api/v4/.well-known') return sendJson(response, { pub_key: PUBLIC_KEY });
    if (!url.pathname.startsWith('/api/')) return sendPage(request, response, url.pathname);
    const fields =
      request.method === 'POST'
        ? (JSON.parse(await text(request)) as Record<string, string>)
        : Object.fromEntries(url.searchParams);
    return sendApi(request, response, url.pathname.replace('/api/v4/', ''), fields);
  };

  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
