import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LicenseError, type LicenseApi, type SignInProof } from './license-api.ts';
import { listenOnLoopback } from './loopback.ts';

/** `code` is the one to choose; `token` is the older implicit grant. */
export type Grant = 'code' | 'token';

/** Shows the URL to the user. A sign-in without a browser answers the URL that it ended at. */
export type Show = (url: string, redirectUri: string) => Promise<URL | undefined>;

/** Lets the user sign in with their own company, and brings what the activation needs. */
export async function signIn(
  api: LicenseApi,
  request: { product: string; account: string; grant: Grant; email?: string | undefined },
  show: Show,
): Promise<SignInProof> {
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const listener = await listenOnLoopback(state);
  try {
    const url = await api.getSsoUrl({
      product: request.product,
      customer_account_code: request.account,
      response_type: request.grant,
      redirect_uri: listener.redirectUri,
      state,
      ...(request.email && { login_hint: request.email }),
      ...(request.grant === 'code' && {
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    });
    const end = await show(url, listener.redirectUri);
    const result = end
      ? new URLSearchParams(end.hash.slice(1) || end.search)
      : await listener.result;
    return {
      customer_account_code: request.account,
      redirect_uri: listener.redirectUri,
      ...(request.grant === 'code' && { code_verifier: verifier }),
      ...readResult(result, state, request.grant),
    };
  } finally {
    listener.close();
  }
}

/** The code or the token in the result; an error when there is none to use. */
export function readResult(
  result: URLSearchParams,
  state: string,
  grant: Grant,
): { code: string } | { id_token: string } {
  if (result.get('state') !== state) {
    throw new LicenseError('sign_in_failed', 'The result belongs to another sign-in.');
  }
  const name = grant === 'code' ? 'code' : 'id_token';
  const value = result.get(name);
  if (value && !result.has('error')) return name === 'code' ? { code: value } : { id_token: value };
  const why = result.get('error_description') ?? result.get('error') ?? `no ${name} came back`;
  throw new LicenseError('sign_in_failed', `The sign-in did not succeed: ${why}`);
}

/** Opens the user's browser; answers whether that worked. */
export async function openBrowser(url: string): Promise<boolean> {
  if (!/^https?:/.test(url)) return false;
  // On Windows not `start`: it is a part of cmd, to which the & in a URL ends the command.
  const openers: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [opener = 'xdg-open', ...options] = openers[process.platform] ?? [];
  const child = spawn(opener, [...options, url], { stdio: 'ignore', detached: true });
  child.unref();
  const exit = once(child, 'exit').then(
    ([code]) => code === 0,
    () => false,
  );
  return Promise.race([exit, sleep(2_000, true)]); // Some openers stay for as long as the browser.
}
