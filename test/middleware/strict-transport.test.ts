import { describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { startServer } from '../support/start-server.ts';

const HEADER = 'strict-transport-security';

/** What the header says at each of these paths: answers of every part of the server, refusals among them. */
async function headersOf(publicUrl?: string): Promise<unknown[]> {
  const env = publicUrl === undefined ? {} : { LATCHKEY_PUBLIC_URL: publicUrl };
  const server = await startServer({ env });
  const origin = `http://127.0.0.1:${server.config.port}`;
  const paths = ['/', '/health/live', '/oidc/jwks', '/sign-in/x', '/openapi.yaml', '/nothing'];
  const answers = await Promise.all(paths.map((path) => http(origin + path)));
  await server.close();
  return answers.map(({ headers }) => headers[HEADER]);
}

describe('Strict-Transport-Security', () => {
  it('is in every response when the public URL is https', async () => {
    const values = await headersOf('https://licenses.example.com');
    expect(new Set(values)).toEqual(new Set(['max-age=31536000']));
  });

  it('is in no response when the public URL is http', async () => {
    expect(new Set(await headersOf())).toEqual(new Set([undefined]));
  });
});
