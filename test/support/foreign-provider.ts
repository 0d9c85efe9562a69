import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type MutableRedirectUri,
  type MutableToken,
  OAuth2Server,
  type TokenRequestIncomingMessage,
} from 'oauth2-mock-server';

/** An identity provider that is not ours, and on another site than our server: 127.0.0.1, not localhost. */
export interface ForeignProvider {
  readonly issuer: string;
  /** For LATCHKEY_PRIVATE_PROVIDERS. */
  readonly host: string;
  /** The parameters of every authorization request. */
  readonly authorizations: Record<string, string>[];
  /** The bodies of all requests for tokens. */
  readonly tokenRequests: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Starts it. Whoever comes is asked who they are. */
export async function startForeignProvider(people: readonly string[]): Promise<ForeignProvider> {
  const server = new OAuth2Server();
  // Its own way of making a key does not work in Jest: another realm's objects are not plain to it.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await server.issuer.keys.add({ ...privateKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' });
  const authorizations: Record<string, string>[] = [];
  const tokenRequests: Record<string, unknown>[] = [];
  const chosen = new Map<string, string>();

  // By itself it asks nobody: it gets a page between its authorization endpoint and the way back.
  server.service.on(
    'beforeAuthorizeRedirect',
    (redirect: MutableRedirectUri, request: IncomingMessage) => {
      authorizations.push(Object.fromEntries(new URL(request.url ?? '', issuer).searchParams));
      const page = new URL('/people', issuer);
      page.searchParams.set('back', redirect.url.href);
      redirect.url.href = page.href;
    },
  );
  server.service.addRoute('GET', '/people', (_request, response) => {
    const buttons = people.map(
      (email) => `<button name="email" value="${email}">${email}</button>`,
    );
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><title>Foreign</title><h1>Who are you?</h1>
      <form method="post">${buttons.join('')}<button name="no" value="1">Cancel</button></form>`,
    );
  });
  server.service.addRoute('POST', '/people', ({ query, body }, response) => {
    const back = new URL(String(query['back']));
    const { email } = body as { email?: string };
    if (email === undefined) {
      back.searchParams.delete('code');
      back.searchParams.set('error', 'access_denied');
    } else {
      chosen.set(back.searchParams.get('code') ?? '', email);
    }
    response.writeHead(303, { Location: back.href }).end();
  });
  server.service.on(
    'beforeTokenSigning',
    ({ payload }: MutableToken, { body }: TokenRequestIncomingMessage) => {
      const email = chosen.get(body.code ?? '');
      Object.assign(payload, { sub: `subject of ${email ?? ''}`, email, email_verified: true });
    },
  );
  server.service.on('beforeResponse', (_answer: unknown, { body }: TokenRequestIncomingMessage) => {
    tokenRequests.push({ ...body });
  });

  await server.start(0, '127.0.0.1');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = issuer;
  return {
    issuer,
    host: new URL(issuer).host,
    authorizations,
    tokenRequests,
    close: () => server.stop(),
  };
}
