import type { Connection } from '../../src/rules/customer-account.ts';
import type { ErrorCode } from '../../src/rules/errors.ts';
import type { Product } from '../../src/rules/product.ts';
import { build } from './build.ts';
import { type Client, createClient, type Credentials } from './client.ts';
import type { SignInResult } from './sign-in.ts';
import type { TestServer } from './start-server.ts';
import { UserAgent } from './user-agent.ts';

export interface Outcome {
  readonly status: number;
  /** `activated`, or the code of the refusal. */
  readonly code: ErrorCode | 'activated';
  readonly message: string | undefined;
}

/** A customer account with somebody in it who holds a license, and the vendor's application, asking for them. */
export interface TestCustomer {
  readonly id: number;
  readonly code: string;
  readonly product: Product;
  readonly user: { readonly id: number; readonly email: string };
  readonly client: Client;
  readonly credentials: Credentials;
  /** What `sso_url` answers. */
  signInUrl(query?: Record<string, string>): Promise<string>;
  /** Activates, on the same device each time. */
  activate(proof: Record<string, unknown>): Promise<Outcome>;
}

/**
 * @param options.with shares the API key and the product of another customer
 * @param options.user gives the license to somebody there is already
 */
export async function createCustomer(
  server: TestServer,
  connection: Partial<Connection>,
  options: {
    with?: TestCustomer;
    user?: TestCustomer['user'];
    code?: string;
    email?: string;
    password?: string;
    redirectUris?: readonly string[];
  } = {},
): Promise<TestCustomer> {
  const make = build(server.store);
  const uris = options.redirectUris ?? ['http://127.0.0.1/callback'];
  const account = await make.account(
    {
      ...(options.code === undefined ? {} : { code: options.code, name: options.code }),
      redirect_uris: uris.map((uri, index) => ({ uri, is_default: index === 0 })),
    },
    connection,
  );
  const credentials = options.with?.credentials ?? (await make.apiKey());
  const product = options.with?.product ?? (await make.product());
  const user = options.user ?? (await make.user(options));
  await make.license({ product_id: product.id, customer_id: account.customerId, userId: user.id });
  const client = createClient(server, credentials);
  const subject = { product: product.code, customer_account_code: account.code };
  return {
    id: account.id,
    code: account.code,
    product,
    user,
    client,
    credentials,
    async signInUrl(query) {
      const asked = await client.call<{ url: string }>('getSsoUrl', {
        query: { ...subject, ...query },
      });
      if (asked.status !== 200) throw new Error(`getSsoUrl answered ${JSON.stringify(asked.body)}`);
      return asked.body.url;
    },
    async activate(proof) {
      const { status, body } = await client.call('activateLicense', {
        body: { hardware_id: 'a-device', ...subject, ...proof },
      });
      const { code, message } = body as { code?: ErrorCode; message?: string };
      return { status, code: code ?? 'activated', message };
    },
  };
}

/**
 * Signs in by way of an identity provider that asks nothing.
 * @param url what `sso_url` answered
 */
export async function signIn(url: string, browser = new UserAgent()): Promise<SignInResult> {
  const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
  const { url: end, response } = await browser.follow(url, isAt(redirectUri));
  if (!isAt(redirectUri)(end)) throw new Error(`the sign-in ended at ${end}: ${response.text}`);
  return readResult(end);
}

/** True when a URL is this redirect URI, with anything in its query and fragment. */
export function isAt(redirectUri: string): (url: string) => boolean {
  const end = new URL(redirectUri);
  return (url) => {
    const { origin, pathname } = new URL(url);
    return origin === end.origin && pathname === end.pathname;
  };
}

/** What a URL at the application's redirect URI brings. */
export function readResult(end: string): SignInResult {
  const url = new URL(end);
  const params = Object.fromEntries(
    new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1)),
  );
  return { url, params, ...params };
}
