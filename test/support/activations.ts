import { type Credentials, signedHeaders } from './client.ts';
import type { ApiKey } from '../../src/rules/api-key.ts';

/** Activates a license on one device after another, until it is told to stop. */
export function keepActivating(
  url: string,
  apiKey: ApiKey,
  license: { product: string; licenseKey: string },
) {
  const acknowledged: string[] = [];
  const refusals: string[] = [];
  const stopped = new AbortController();
  const finished = (async () => {
    for (let count = 0; !stopped.signal.aborted; count += 1) {
      const hardwareId = `device-${count}`;
      const reply = await callSigned(url, apiKey, 'POST', '/api/v4/activate_license', {
        hardware_id: hardwareId,
        product: license.product,
        license_key: license.licenseKey,
      });
      if (reply.status === 200) acknowledged.push(hardwareId);
      else refusals.push(await reply.text());
    }
  })();
  return {
    /** The devices whose activation was acknowledged so far. */
    acknowledged,
    refusals,
    async stop() {
      stopped.abort();
      await finished;
    },
  };
}

/** One signed request to the License API of a server process. */
export function callSigned(
  url: string,
  credentials: Credentials,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const headers = new Headers(signedHeaders(credentials, new Date().toUTCString()));
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  return fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
