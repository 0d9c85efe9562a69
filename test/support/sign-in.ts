import type { TestServer } from './start-server.ts';
import { UserAgent } from './user-agent.ts';

/** What comes back to the application's redirect URI. */
export interface SignInResult {
  /** The redirect URI with everything on it. */
  readonly url: URL;
  /** Its parameters: those of the fragment after the implicit grant, else those of the query. */
  readonly params: Record<string, string>;
  readonly code?: string;
  readonly id_token?: string;
  readonly access_token?: string;
}

/**
 * Signs a person in on the page of a `password` connection, as their browser would: opens the sign-in URL, sends the
 * form, follows until the browser is sent to the application.
 * @param url what `sso_url` answered
 * @param options.browser a browser with a past; its session, if it still counts, spares the form
 */
export async function signInWithPassword(
  server: Pick<TestServer, 'url'>,
  url: string,
  person: { email: string; password: string },
  options: { browser?: UserAgent } = {},
): Promise<SignInResult> {
  const browser = options.browser ?? new UserAgent();
  const isApplication = (target: string) => new URL(target).origin !== server.url;
  let reached = await browser.follow(url, isApplication);
  if (!isApplication(reached.url)) {
    const { pathname } = new URL(reached.url);
    if (!pathname.startsWith('/sign-in/') || reached.response.status !== 200) {
      throw new Error(`no sign-in page at ${reached.url}: ${reached.response.text}`);
    }
    const { email, password } = person;
    const answer = await browser.post(reached.url, { email, password });
    reached = await browser.follow(reached.url, isApplication, answer);
  }
  if (!isApplication(reached.url)) {
    throw new Error(
      `the sign-in of ${person.email} ended at ${reached.url}: ${reached.response.text}`,
    );
  }
  const landed = new URL(reached.url);
  const params = Object.fromEntries(
    new URLSearchParams(landed.hash === '' ? landed.search : landed.hash.slice(1)),
  );
  const { code, id_token, access_token } = params;
  return {
    url: landed,
    params,
    ...(code === undefined ? {} : { code }),
    ...(id_token === undefined ? {} : { id_token }),
    ...(access_token === undefined ? {} : { access_token }),
  };
}
