import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProviderFetch, isPublicAddress } from '../../src/connections/provider-fetch.ts';
import { createCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

let listener: Server;
let port: number;
/** Speaks TCP only: whoever connects for TLS is counted. */
const tcp = createTcpServer((socket) => {
  connections += 1;
  socket.on('error', () => undefined).destroy();
});
let tcpPort: number;
let connections = 0;
let requests: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  listener = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  }).listen(0, '0.0.0.0');
  tcp.listen(0, '0.0.0.0');
  await Promise.all([once(listener, 'listening'), once(tcp, 'listening')]);
  port = (listener.address() as AddressInfo).port;
  tcpPort = (tcp.address() as AddressInfo).port;
});

beforeEach(() => {
  requests = [];
  connections = 0;
  answer = (_request, response) => response.end('{"secret":true}');
});

afterAll(() => {
  listener.closeAllConnections();
  listener.close();
  tcp.close();
});

describe('an address is public', () => {
  it.each(['1.1.1.1', '8.8.8.8', '93.184.215.14', '172.32.0.1', '192.169.0.1', '100.128.0.1'])(
    '%s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2003::1'])('%s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('an address is not public', () => {
  it.each<[string, readonly string[]]>([
    ['loopback', ['127.0.0.1', '127.0.0.2', '127.255.255.254', '::1']],
    ['unspecified', ['0.0.0.0', '0.0.0.1', '::']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12::1']],
    ['link-local', ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0']],
    ['site-local', ['fec0::1']],
    ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['for documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['for benchmarks', ['198.18.0.1', '198.19.255.255']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
    ['reserved', ['192.0.0.1', '240.0.0.1', '255.255.255.255', '4000::1', '5f00::1', '100::1']],
    ['IPv4, mapped', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::FFFF:A9FE:A9FE']],
    [
      'IPv4, mapped and written out',
      ['0:0:0:0:0:ffff:7f00:1', '0000:0000:0000:0000:0000:ffff:0a00:0001'],
    ],
    ['IPv4, compatible', ['::127.0.0.1', '::7f00:1', '::a9fe:a9fe']],
    ['IPv4, translated', ['::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1']],
    ['IPv4, tunnelled', ['2002:7f00:1::', '2001:0:7f00:1::', '192.88.99.1']],
    ['not an IP address', ['', 'localhost', '127.1', '2130706433', '1.1.1.1.', '[::1]', '::1/128']],
  ])('when it is %s', (_kind, addresses) => {
    for (const address of addresses) {
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    }
  });
});

describe('a fetch', () => {
  it.each([
    ...['127.0.0.1', '127.0.0.2', '127.1', '2130706433', '0x7f.0.0.1', '0x7f000001'],
    ...['0177.0.0.1', '017700000001', '①②⑦.0.0.1', '127.0.0.1.', '0.0.0.0', '0'],
    ...['[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
    ...['[::127.0.0.1]', 'localhost', 'LOCALHOST', 'localhost.', '%6cocalhost', hostname()],
    ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '[fe80::1]', '[fd00::1]'],
  ])('to %s sends no request, by http or https', async (host) => {
    const providerFetch = createProviderFetch([]);
    for (const url of [`http://${host}:${port}/`, `https://${host}:${tcpPort}/`]) {
      await expect(providerFetch(url)).rejects.toThrow();
    }
    expect([requests, connections]).toEqual([[], 0]);
  });

  it.each(['http://8.8.8.8/', 'http://example.com/', 'ftp://example.com/', 'file:///etc/passwd'])(
    'to %s is refused because it is not https',
    async (url) => {
      await expect(createProviderFetch([])(url)).rejects.toMatchObject({ name: 'ForbiddenTarget' });
    },
  );

  it('to a name is refused when any of its addresses is not public', async () => {
    const refusal = createProviderFetch([])(`https://localhost:${tcpPort}/`);
    await expect(refusal).rejects.toMatchObject({ cause: { name: 'ForbiddenTarget' } });
  });

  it.each([
    ['host', () => ['127.0.0.1']],
    ['host and port', () => [`127.0.0.1:${port}`]],
    ['host, among others', () => ['idp.corp.example', '127.0.0.1']],
  ])('to a private %s in the setting is allowed', async (_kind, named) => {
    const response = await createProviderFetch(named())(`http://127.0.0.1:${port}/keys`);
    expect(response.status).toBe(200);
    expect(requests).toEqual(['/keys']);
  });

  it.each(['http://127.0.0.1:80/', 'https://127.0.0.1:443/'])(
    'to %s is allowed by name and port when the URL leaves the default port out',
    async (url) => {
      const { host } = new URL(url.replace(/^https?/, 'ftp'));
      await createProviderFetch([host])(url).catch((error: unknown) => {
        expect(error).not.toMatchObject({ name: 'ForbiddenTarget' });
      });
    },
  );

  it('to a private name in the setting is allowed', async () => {
    const response = await createProviderFetch(['localhost'])(`http://localhost:${port}/keys`);
    expect(response.status).toBe(200);
  });

  it.each([
    ['another port of it', () => [`127.0.0.1:${port + 1}`]],
    ['another spelling of it', () => ['localhost']],
    ['a name that ends like it', () => ['27.0.0.1']],
    ['a name that begins like it', () => ['127.0.0.1.example.com']],
    ['nothing', () => []],
  ])('to a private host is refused when the setting has %s', async (_what, named) => {
    const refusal = createProviderFetch(named())(`http://127.0.0.1:${port}/`);
    await expect(refusal).rejects.toMatchObject({ name: 'ForbiddenTarget' });
    expect(requests).toEqual([]);
  });

  it('does not follow redirects', async () => {
    answer = (_request, response) => response.writeHead(302, { Location: '/elsewhere' }).end();
    const response = await createProviderFetch(['127.0.0.1'])(`http://127.0.0.1:${port}/start`);
    expect(response.status).toBe(302);
    expect(requests).toEqual(['/start']);
  });
});

describe('a customer account whose provider', () => {
  it.each([
    ['is at a private address', () => `http://127.0.0.1:${port}`],
    ['is at a private name', () => `https://localhost:${tcpPort}`],
    ['is at a private address in another notation', () => `https://2130706433:${tcpPort}`],
    ['is the metadata service of a cloud', () => 'http://169.254.169.254'],
    ['is an invalid address', () => 'no address', 403, /^Sign-in was refused$/],
    ['is a file', () => 'file:///etc/passwd', 403, /^Sign-in was refused$/],
  ] as [string, () => string, number?, RegExp?][])(
    '%s gets a page, and no request is sent',
    async (_what, issuer, status = 502, heading = /^Could not reach /) => {
      const server = await startServer();
      try {
        const connection = { issuer: issuer(), client_id: 'id', client_secret: 'secret' };
        const customer = await createCustomer(server, { kind: 'oidc', ...connection });
        const { response } = await new UserAgent().follow(await customer.signInUrl());
        expectPage(response, status, heading);
        expect([requests, connections]).toEqual([[], 0]);
      } finally {
        await server.close();
      }
    },
  );

  it.each([
    ['token_endpoint', 403, /^Sign-in was refused$/],
    ['jwks_uri', 403, /^Sign-in was refused$/],
    // It is asked for only where the id token does not say enough.
    ['userinfo_endpoint', 502, /^Could not reach /],
  ] as const)(
    'is allowed by the setting, and names a private %s that is not, gets a page',
    async (endpoint, status, heading) => {
      const provider = await IdentityProvider.start();
      const server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
      try {
        provider.metadata = { [endpoint]: `http://127.0.0.1:${port}/` };
        provider.claims = { email: undefined };
        const customer = await createCustomer(server, provider.connection());
        const { response } = await new UserAgent().follow(await customer.signInUrl());
        expectPage(response, status, heading);
        expect(requests).toEqual([]);
      } finally {
        await server.close();
        await provider.close();
      }
    },
  );
});
