import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from './support/http.ts';
import { startServer, type TestServer } from './support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ demo: true });
});
afterAll(() => server.close());

/** Sends bytes that need not be HTTP, and answers what comes back until the connection ends. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.config.port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

const asBrowser = [['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8']] as const;

describe('the server', () => {
  it('links to the docs and the contract from its root', async () => {
    const { status, text } = await http(server.url, { headers: asBrowser });
    expect(status).toBe(200);
    expect(text).toContain('/docs/');
    expect(text).toContain('/openapi.yaml');
  });

  it('publishes the contract', async () => {
    const { status, text, headers } = await http(`${server.url}/openapi.yaml`);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('yaml');
    expect(text).toMatch(/^openapi: 3\.1/);
  });

  it('redirects /docs to the folder of its pages', async () => {
    const { status, headers } = await http(`${server.url}/docs`);
    expect([status, headers['location']]).toEqual([302, '/docs/']);
  });

  it.each(['/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/..%2fpackage.json'])(
    'serves nothing outside the docs: %s',
    async (target) => {
      const { status, text } = await http(server.url, { target });
      expect(status).toBe(404);
      expect(text).not.toContain('dependencies');
    },
  );

  it.each(['/nothing', '//', '/sign-in', '/docs/%E0%A4%A', '/oidc/nothing', '/assets/..'])(
    'responds with 404 at %s, as a page and as JSON',
    async (target) => {
      const forPrograms = await http(server.url, { target });
      expect(forPrograms.status).toBe(404);
      expect(JSON.parse(forPrograms.text)).toMatchObject({ status: 404, code: 'not_found' });
      const forPeople = await http(server.url, { target, headers: asBrowser });
      expect(forPeople.status).toBe(404);
      expect(forPeople.text).toContain(String(forPeople.headers['x-request-id']));
    },
  );

  it('responds to invalid HTTP with an error of the contract, and closes the connection', async () => {
    const answer = await sendRaw('GET / HTTP/1.1\r\nno colon here\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const body: unknown = JSON.parse(answer.split('\r\n\r\n')[1] ?? '');
    expect(body).toMatchObject({ status: 400, code: 'validation_error' });
  });

  it('closes a client that is too slow with its headers', async () => {
    const answer = await sendRaw('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('The request took too long to arrive.');
  });

  it('uses its public URL everywhere, whatever the Host header is', async () => {
    const { text } = await http(`${server.url}/oidc/.well-known/openid-configuration`, {
      headers: [['Host', 'evil.example']],
    });
    const { issuer, authorization_endpoint: endpoint } = JSON.parse(text) as Record<string, string>;
    expect(issuer).toBe(`${server.url}/oidc`);
    expect(endpoint).toBe(`${server.url}/oidc/auth`);
  });
});
