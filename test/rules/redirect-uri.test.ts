import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redirectUriAllowed } from '../../src/rules/redirect-uri.ts';
import { createCustomer, signIn, type TestCustomer } from '../support/customer.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const registered = [
  'http://127.0.0.1/callback',
  'http://localhost:8080/cb',
  'http://localhost',
  'http://[::1]/callback',
  'https://app.example.com/callback',
  'https://app.example.com:8443/callback?from=latchkey',
  'com.example.app:/callback',
];

const allowed = [
  ...registered,
  'http://127.0.0.1:1/callback',
  'http://127.0.0.1:51004/callback',
  'http://127.0.0.1:65535/callback',
  'http://localhost:51004',
  'http://localhost:51004/cb',
  'http://localhost/cb',
  'http://[::1]:51004/callback',
];

const refused: Record<string, readonly string[]> = {
  'upper and lower case': [
    'HTTP://127.0.0.1/callback',
    'http://127.0.0.1/Callback',
    'http://LOCALHOST:8080/cb',
    'HTTPS://app.example.com/callback',
    'https://APP.example.com/callback',
    'https://app.example.com/CALLBACK',
    'com.example.App:/callback',
  ],
  'user-info': [
    'https://app.example.com@attacker.test/callback',
    'https://attacker.test@app.example.com/callback',
    'https://user:password@app.example.com/callback',
    'https://@app.example.com/callback',
    'http://127.0.0.1@attacker.test/callback',
    'http://127.0.0.1:51004@attacker.test/callback',
    'http://attacker.test@127.0.0.1:51004/callback',
    'http://:@127.0.0.1/callback',
    'http://localhost@attacker.test',
  ],
  'dots in the path': [
    'https://app.example.com/x/../callback',
    'https://app.example.com/callback/..',
    'https://app.example.com/callback/../../attacker',
    'https://app.example.com/./callback',
    'https://app.example.com/callback/.',
    'http://127.0.0.1:51004/x/../callback',
    'http://127.0.0.1:51004/callback/..;/attacker',
    'http://127.0.0.1:51004/../callback',
  ],
  encodings: [
    'https://app.example.com/%63allback',
    'https://app.example.com/callback%2f..%2fattacker',
    'https://app.example.com/x/%2e%2e/callback',
    'https://app.example.com%2f@attacker.test/callback',
    'https://app.example.com%00.attacker.test/callback',
    'https://app%2eexample%2ecom/callback',
    'http://127.0.0.1%3a51004/callback',
    'http://127.0.0.1:51004/callback%00',
    'http://127.0.0.1:51004/callback%0d%0aLocation:%20https://attacker.test',
    'http://%31%32%37.0.0.1/callback',
    'http%3A%2F%2F127.0.0.1%2Fcallback',
    'https://app.example。com/callback',
    'https://ａpp.example.com/callback',
  ],
  backslashes: [
    'https://attacker.test\\@app.example.com/callback',
    'https://app.example.com\\@attacker.test/callback',
    'https:\\\\app.example.com\\callback',
    'https://app.example.com\\callback',
    'http://127.0.0.1:51004\\callback',
    'http://127.0.0.1\\.attacker.test/callback',
    'http:/\\127.0.0.1/callback',
  ],
  fragments: [
    'https://app.example.com/callback#',
    'https://app.example.com/callback#fragment',
    'http://127.0.0.1/callback#',
    'http://127.0.0.1:51004/callback#fragment',
    'http://127.0.0.1:51004#/callback',
    'http://localhost:51004#',
    'https://attacker.test#https://app.example.com/callback',
  ],
  'other hosts': [
    'https://sub.app.example.com/callback',
    'https://example.com/callback',
    'https://app.example.com.attacker.test/callback',
    'https://app.example.com./callback',
    'https://appXexample.com/callback',
    'https://attacker.test/callback',
    'https://attacker.test/https://app.example.com/callback',
    '//app.example.com/callback',
    'http://127.0.0.1.attacker.test/callback',
    'http://localhost.attacker.test:8080/cb',
    'http://localhost.:8080/cb',
    'http://sub.localhost:8080/cb',
    'http://attacker.test/callback',
  ],
  schemes: [
    'http://app.example.com/callback',
    'https://127.0.0.1/callback',
    'https://localhost',
    'ftp://127.0.0.1/callback',
    'ws://127.0.0.1/callback',
    'http:127.0.0.1/callback',
    'http:///127.0.0.1/callback',
    'com.example.app://callback',
    'com.example.app:/callback/',
    'com.example.app.attacker:/callback',
    'javascript:alert(1)',
    'javascript://127.0.0.1/callback%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'urn:ietf:wg:oauth:2.0:oob',
  ],
  'paths and queries': [
    'http://127.0.0.1:51004/callback/',
    'http://127.0.0.1:51004/callback?',
    'http://127.0.0.1:51004/callback?next=https://attacker.test',
    'http://127.0.0.1:51004/callback2',
    'http://127.0.0.1:51004/',
    'http://127.0.0.1:51004',
    'http://127.0.0.1:51004//callback',
    'http://127.0.0.1:51004/cb',
    'http://localhost:51004/',
    'http://localhost:51004?',
    'http://localhost:51004/callback',
    'http://localhost:51004//attacker.test',
    'https://app.example.com/callback?from=latchkey',
    'https://app.example.com:8443/callback',
    'https://app.example.com:8443/callback?from=latchkey&to=attacker',
    'https://app.example.com/callback/',
  ],
  ports: [
    'http://127.0.0.1:0/callback',
    'http://127.0.0.1:00/callback',
    'http://127.0.0.1:65536/callback',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:151004/callback',
    'http://127.0.0.1:051004/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:-1/callback',
    'http://127.0.0.1:+80/callback',
    'http://127.0.0.1:8e3/callback',
    'http://127.0.0.1:80 /callback',
    'http://127.0.0.1:80:80/callback',
    'https://app.example.com:443/callback',
    'https://app.example.com:8444/callback?from=latchkey',
  ],
  'other spellings of loopback': [
    'http://127.1/callback',
    'http://127.0.0.2/callback',
    'http://127.000.000.001/callback',
    'http://0177.0.0.1/callback',
    'http://0x7f.0.0.1/callback',
    'http://2130706433/callback',
    'http://0.0.0.0/callback',
    'http://0/callback',
    'http://127.0.0.1./callback',
    'http://[0:0:0:0:0:0:0:1]/callback',
    'http://[::0001]/callback',
    'http://[0::1]/callback',
    'http://[::1%25lo]/callback',
    'http://[::ffff:127.0.0.1]/callback',
    'http://[::]/callback',
    'http://::1/callback',
    'http://[::1/callback',
    'http://::1]:51004/callback',
  ],
  blanks: [
    ' http://127.0.0.1/callback',
    'http://127.0.0.1/callback ',
    'http://127.0.0.1:51004/callback\n',
    'http://127.0.0.1:51004/callback\t',
    'http://127.0.0.1:51004/call\tback',
    'http://127.0.0.1:51004\n/callback',
    'http://127.0.0.1\t:51004/callback',
    'ht\ntp://127.0.0.1/callback',
    'https://app.example.com/call\nback',
    'https://app.example.com/callback\r\nSet-Cookie: a=b',
    'https://app.example.com/callback\u0000',
    'http://127.0.0.1/callback http://attacker.test/',
    'http://127.0.0.1/callback,http://attacker.test/',
  ],
  patterns: ['http://127.0.0.1:*/callback', 'https://*.example.com/callback', '*', ''],
};
const everyRefused = Object.entries(refused).flatMap(([trick, uris]) =>
  uris.map((uri) => [trick, uri] as const),
);

describe('redirectUriAllowed', () => {
  it.each(allowed)('allows %j', (uri) => {
    expect(redirectUriAllowed(registered, uri)).toBe(true);
  });

  it.each(everyRefused)('refuses %s: %j', (_trick, uri) => {
    expect(redirectUriAllowed(registered, uri)).toBe(false);
  });

  it('refuses everything when nothing is registered', () => {
    for (const uri of [...allowed, '']) expect(redirectUriAllowed([], uri)).toBe(false);
  });

  it.each([
    ['http://127.0.0.1.example.com/cb', 'http://127.0.0.1.example.com:8080/cb'],
    ['http://127.0.0.1.example.com/cb', 'http://127.0.0.1:8080.example.com/cb'],
    ['http://localhost.example.com/cb', 'http://localhost.example.com:8080/cb'],
    ['http://127.0.0.1@example.com/cb', 'http://127.0.0.1:8080@example.com/cb'],
    ['http://127.0.0.1/cb#fragment', 'http://127.0.0.1:8080/cb#fragment'],
    ['http://127.0.0.2/cb', 'http://127.0.0.2:8080/cb'],
  ])('requires the exact port for %s', (one, withPort) => {
    expect(redirectUriAllowed([one], withPort)).toBe(false);
  });

  it('allows only what a browser resolves to a registered address, whatever the port', () => {
    const pieces = fc.constantFrom(
      ...['@', '#', '?', '/', '\\', '..', '%2e', '%00', ':', '\t', '\n', ' ', '.', '0', '51004'],
      ...['[::1]', '127.0.0.1', 'localhost', 'attacker.test', 'http://', 'A', '*', ';', '%'],
    );
    const edited = fc
      .tuple(fc.constantFrom(...allowed), fc.array(fc.tuple(fc.nat(60), fc.nat(3), pieces)))
      .map(([uri, edits]) =>
        edits.reduce(
          (text, [at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut),
          uri,
        ),
      );
    fc.assert(
      fc.property(edited, (uri) => {
        if (!redirectUriAllowed(registered, uri)) return;
        expect(registered.map(withoutLoopbackPort)).toContain(withoutLoopbackPort(uri));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('a running server', () => {
  let server: TestServer;
  let provider: IdentityProvider;
  let customer: TestCustomer;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    customer = await createCustomer(server, provider.connection(), { redirectUris: registered });
    provider.claims = { email: customer.user.email };
  });

  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it.each(allowed)('accepts the redirect URI %j in sso_url', async (uri) => {
    const { url } = await signIn(await customer.signInUrl({ redirect_uri: uri }));
    // The result stands behind the address, in the fragment.
    expect(url.href.replace(/#.*$/, '')).toBe(new URL(uri).href);
  });

  // An empty one counts as absent, as every optional parameter.
  it.each(everyRefused.filter(([, uri]) => uri !== ''))(
    'refuses a redirect URI with %s in sso_url: %j',
    async (_trick, uri) => {
      const { code } = await customer.client.refused('getSsoUrl', {
        query: {
          product: customer.product.code,
          customer_account_code: customer.code,
          redirect_uri: uri,
        },
      });
      // No database keeps a NUL as it is.
      expect(code).toBe(uri.includes('\0') ? 'validation_error' : 'redirect_uri_not_allowed');
    },
  );

  it.each([...everyRefused, ['another registered one', 'http://127.0.0.1:1/callback'] as const])(
    'does not redirect to %s from a changed sign-in URL: %j',
    async (_trick, uri) => {
      for (const query of [{}, { response_type: 'code' }]) {
        const url = new URL(await customer.signInUrl(query));
        url.searchParams.set('redirect_uri', uri);
        // Each makes the provider refuse in its own way: it would redirect with an error.
        for (const more of [{}, { prompt: 'none' }, { scope: 'none' }, { max_age: 'x' }]) {
          for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
          const { status, headers } = await http(url.href, { headers: [['Accept', 'text/html']] });
          expect([status, headers['location']]).toEqual([400, undefined]);
        }
      }
    },
  );

  it.each(everyRefused)('does not redirect to %s after signing out: %j', async (_trick, uri) => {
    const url = new URL(`${server.url}/oidc/session/end`);
    url.searchParams.set('client_id', customer.code);
    url.searchParams.set('post_logout_redirect_uri', uri);
    const { headers } = await http(url.href, { headers: [['Accept', 'text/html']] });
    expect(headers['location']).toBeUndefined();
  });
});

/** As a browser reads it: everything but the port, where that may be any. */
function withoutLoopbackPort(uri: string): string {
  const url = new URL(uri);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) url.port = '';
  return url.href;
}
