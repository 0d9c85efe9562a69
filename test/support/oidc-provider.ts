import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Adapter, type ClientMetadata } from 'oidc-provider';

/** A provider of others, which refuses as they do: the library oidc-provider. Nobody can sign in there. */
export interface OidcProvider {
  readonly issuer: string;
  /** For LATCHKEY_PRIVATE_PROVIDERS. */
  readonly host: string;
  close(): Promise<void>;
}

export async function startOidcProvider(clients: readonly ClientMetadata[]): Promise<OidcProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const issuer = `http://${host}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' };
  const provider = new Provider(issuer, {
    clients: [...clients],
    jwks: { keys: [key] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    cookies: { keys: ['not secret here'] },
    adapter: () => forgetful,
    features: { devInteractions: { enabled: false } },
    // The library's own page, which is the same but for its look.
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = `<h1>oops! something went wrong</h1><p>${error}: ${description ?? ''}</p>`;
    },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer,
    host,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const nothing = () => Promise.resolve(undefined);
/** Keeps nothing: to refuse takes no memory. */
const forgetful: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};
