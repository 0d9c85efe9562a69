import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenOnLoopback } from '../../examples/desktop-app/loopback.ts';

let close: () => void = () => undefined;
afterEach(() => close());

async function listen(timeout?: number) {
  const listener = await listenOnLoopback('the-state', timeout);
  close = () => listener.close();
  return listener;
}

/** Loads the page at the URL and runs its script, as a browser would. */
async function visit(url: string): Promise<{ heading: string; addressBar: string }> {
  const { origin, pathname, hash } = new URL(url);
  const response = await fetch(url);
  const script = /<script>(.*?)<\/script>/s.exec(await response.text())?.[1] ?? '';
  const scriptHash = createHash('sha256').update(script).digest('base64');
  expect(response.headers.get('Content-Security-Policy')).toContain(`'sha256-${scriptHash}'`);

  const { promise, resolve } = Promise.withResolvers<string>();
  let addressBar = url;
  runInNewContext(script, {
    location: { pathname, hash },
    history: { replaceState: (_: null, __: string, path: string) => (addressBar = origin + path) },
    fetch: (path: string, init: RequestInit) => fetch(new URL(path, origin), init),
    document: {
      querySelector: () => ({
        set textContent(value: string) {
          resolve(value);
        },
      }),
    },
  });
  return { heading: await promise, addressBar };
}

describe('listenOnLoopback', () => {
  it('listens on a free port of 127.0.0.1', async () => {
    const { redirectUri } = await listen();
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it('receives a code in the query', async () => {
    const { redirectUri, result } = await listen();
    const response = await fetch(`${redirectUri}?code=the-code&state=the-state`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.text()).toContain('You can close this window.');
    expect((await result).get('code')).toBe('the-code');
  });

  it('receives tokens in the fragment and removes them from the address bar', async () => {
    const { redirectUri, result } = await listen();
    const page = await visit(`${redirectUri}#id_token=a.b-c_d&token_type=Bearer&state=the-state`);
    expect(page).toEqual({
      heading: 'You are signed in. You can close this window.',
      addressBar: redirectUri,
    });
    expect((await result).get('id_token')).toBe('a.b-c_d');
  });

  it('shows a text to a browser without JavaScript', async () => {
    const { redirectUri } = await listen();
    expect(await (await fetch(redirectUri)).text()).toContain(
      '<noscript>Please switch JavaScript on',
    );
  });

  it('refuses a wrong state with either grant, and continues to wait', async () => {
    const { redirectUri, result } = await listen();
    for (const state of ['&state=wrong', '&state=', '']) {
      const response = await fetch(`${redirectUri}?code=forged${state}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('another sign-in');
    }
    const page = await visit(`${redirectUri}#id_token=forged&state=wrong`);
    expect(page.heading).toContain('another sign-in');

    await fetch(`${redirectUri}?code=right&state=the-state`);
    expect((await result).get('code')).toBe('right');
  });

  it('shows that nobody signed in when the result is an error', async () => {
    const { redirectUri, result } = await listen();
    const response = await fetch(`${redirectUri}?error=access_denied&state=the-state`);
    expect(await response.text()).toContain('You are not signed in.');
    expect((await result).get('error')).toBe('access_denied');
  });

  it('responds with 404 to other paths', async () => {
    const { redirectUri } = await listen();
    expect((await fetch(new URL('/favicon.ico', redirectUri))).status).toBe(404);
  });

  it('stops waiting after its timeout', async () => {
    const { result } = await listen(20);
    await expect(result).rejects.toMatchObject({ code: 'sign_in_failed' });
  });
});
