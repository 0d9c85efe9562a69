import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomer, isAt, signIn, type TestCustomer } from '../support/customer.ts';
import {
  IdentityProvider,
  type SigningKey,
  createSigningKey,
} from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const BOTH = ['client_secret_post', 'client_secret_basic'];

let server: TestServer;
let key: SigningKey;
const started: IdentityProvider[] = [];

beforeAll(async () => {
  key = await createSigningKey();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
});

afterAll(async () => {
  await server.close();
  for (const provider of started) await provider.close();
});

describe('the client secret', () => {
  it('is sent by basic authentication when the provider supports both methods', async () => {
    const { provider, customer } = await startCustomer({});
    await signIn(await customer.signInUrl());
    expect(provider.last('token').has('client_secret')).toBe(false);
    expect(provider.count('token')).toBe(1);
  });

  it.each([BOTH, undefined])(
    'is sent by post after basic is refused, and first from then on: %j',
    async (methods) => {
      const { provider, customer } = await startCustomer({ methods });
      provider.authMethod = 'client_secret_post';
      await signIn(await customer.signInUrl());
      expect(provider.count('token')).toBe(2);
      await signIn(await customer.signInUrl());
      expect(provider.count('token')).toBe(3);
    },
  );

  it('is sent by post in a second authorization request when the first attempt used up the code', async () => {
    const { provider, customer } = await startCustomer({});
    provider.authMethod = 'client_secret_post';
    provider.usesUpCodes = true;
    await signIn(await customer.signInUrl());
    expect(provider.count('authorize')).toBe(2);
    await signIn(await customer.signInUrl());
    expect(provider.count('authorize')).toBe(3);
  });

  it('is tried once by each method when it is wrong', async () => {
    const { provider, customer } = await startCustomer({ secret: 'wrong' });
    const { url } = await new UserAgent().follow(await customer.signInUrl(), isAt(REDIRECT_URI));
    expect(isAt(REDIRECT_URI)(url)).toBe(false);
    expect(provider.count('token')).toBe(2);
    expect(await lastCause()).toBe('client_secret_refused');
  });

  it('is not sent by a method that the provider does not support', async () => {
    const { provider, customer } = await startCustomer({ methods: ['client_secret_post'] });
    provider.authMethod = 'client_secret_basic';
    await new UserAgent().follow(await customer.signInUrl(), isAt(REDIRECT_URI));
    expect(provider.count('token')).toBe(1);
  });

  it('is sent by the method of the connection, whatever the provider supports', async () => {
    const over = { token_endpoint_auth_method: 'client_secret_post' } as const;
    const { provider, customer } = await startCustomer({ over });
    provider.authMethod = 'client_secret_post';
    await signIn(await customer.signInUrl());
    expect(provider.count('token')).toBe(1);
    provider.authMethod = 'client_secret_basic';
    await new UserAgent().follow(await customer.signInUrl(), isAt(REDIRECT_URI));
    expect(provider.count('token')).toBe(2);
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'may have any characters with %s',
    async (method) => {
      const { provider, customer } = await startCustomer({ secret: 'a:b%c+d e/~ä=&.-_*' });
      provider.clientSecret = 'a:b%c+d e/~ä=&.-_*';
      provider.authMethod = method;
      await signIn(await customer.signInUrl());
    },
  );
});

const REDIRECT_URI = 'http://127.0.0.1/callback';

async function startCustomer({
  methods = BOTH,
  secret,
  over = {},
}: {
  methods?: string[] | undefined;
  secret?: string;
  over?: Parameters<IdentityProvider['connection']>[0];
}): Promise<{ provider: IdentityProvider; customer: TestCustomer }> {
  const provider = await IdentityProvider.start(key);
  started.push(provider);
  provider.metadata = { token_endpoint_auth_methods_supported: methods };
  const own = secret === undefined ? over : { ...over, client_secret: secret };
  const customer = await createCustomer(server, provider.connection(own));
  provider.claims = { email: customer.user.email };
  return { provider, customer };
}

async function lastCause(): Promise<string | undefined> {
  const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
  return items[0]?.code;
}
