import { LicenseError, send } from './license-api.ts';

/**
 * Walks a sign-in by plain HTTP, as a person with a browser would, up to the redirect to the application.
 * For demos and tests only, not to copy: an application must never see its users' passwords.
 */
export async function signInHeadless(
  start: string,
  redirectUri: string,
  answers: { email: string; password?: string | undefined },
): Promise<URL> {
  const fail = (message: string) => new LicenseError('sign_in_failed', message);
  const cookies = new CookieJar();
  let url = new URL(start);
  let form: URLSearchParams | undefined;
  let answered = false;
  for (let step = 0; step < 20; step++) {
    const headers = { Accept: 'text/html', Cookie: cookies.for(url), Origin: url.origin };
    const init: RequestInit = form ? { method: 'POST', body: form, headers } : { headers };
    const response = await send(url, { ...init, redirect: 'manual' });
    cookies.keep(url, response.headers.getSetCookie());
    form = undefined;

    const location = response.headers.get('Location');
    if (location) {
      url = new URL(location, url);
      if (url.origin + url.pathname === redirectUri) return url;
      continue;
    }
    const page = await response.text();
    const question = page.match(/<form\b.*?<\/form>/gis)?.find((it) => it.includes('"password"'));
    if (!question || answered) {
      const said = /role="alert"[^>]*>(.*?)</s.exec(page) ?? /<h1[^>]*>(.*?)</s.exec(page);
      throw fail(
        `It stopped at ${url.origin}${url.pathname}: ${said?.[1]?.trim() ?? response.status}`,
      );
    }
    if (!answers.password) throw fail(`The demo data holds no password for ${answers.email}.`);
    form = new URLSearchParams({ email: answers.email, password: answers.password });
    url = new URL(/\saction="([^"]*)"/.exec(question)?.[1]?.replaceAll('&amp;', '&') ?? '', url);
    answered = true;
  }
  throw fail('It did not end after 20 steps.');
}

/** Minds host and path: sign-in servers give cookies of one name to several paths. */
class CookieJar {
  readonly #cookies = new Map<string, { host: string; path: string; pair: string }>();

  keep(url: URL, lines: string[]): void {
    for (const line of lines) {
      const pair = line.split(';', 1)[0] ?? '';
      const [name, value] = pair.split('=', 2);
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const key = [url.hostname, path, name].join(' ');
      if (value) this.#cookies.set(key, { host: url.hostname, path, pair });
      else this.#cookies.delete(key); // Servers take a cookie back by emptying it.
    }
  }

  for(url: URL): string {
    return [...this.#cookies.values()]
      .filter(({ host, path }) => host === url.hostname && `${url.pathname}/`.startsWith(path))
      .map(({ pair }) => pair)
      .join('; ');
  }
}
