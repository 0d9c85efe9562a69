import { http, type HttpResponse } from './http.ts';

export interface UserAgentOptions {
  /** Sent with every request, over what a browser sends. */
  readonly headers?: readonly (readonly [string, string])[];
  /** How its connections are made: from which address, and whose certificates are trusted. */
  readonly via?: { readonly localAddress?: string; readonly ca?: string };
  /** Where an origin is really to be reached, as behind a proxy that ends TLS. */
  readonly proxies?: Readonly<Record<string, string>>;
}

/** A browser without a screen: keeps cookies by name and path, follows redirects, submits forms. Runs no scripts. */
export class UserAgent {
  readonly #options: UserAgentOptions;
  readonly #cookies: { origin: string; name: string; value: string; path: string }[] = [];
  /** Every exchange, in order: for tests that look at what was sent. */
  readonly history: {
    method: string;
    url: string;
    status: number;
    location: string | undefined;
    response: HttpResponse;
  }[] = [];

  constructor(options: UserAgentOptions = {}) {
    this.#options = options;
  }

  async get(url: string): Promise<HttpResponse> {
    return this.#send('GET', url);
  }

  async post(url: string, form: Record<string, string>): Promise<HttpResponse> {
    return this.#send('POST', url, new URLSearchParams(form).toString());
  }

  /**
   * Follows redirects until a page comes, or a redirect that leads to `until`.
   * @returns the last answer, and where it stands: for a redirect to `until`, its target
   */
  async follow(
    start: string,
    until: (url: string) => boolean = () => false,
    response?: HttpResponse,
  ): Promise<{ url: string; response: HttpResponse }> {
    let url = start;
    let current = response ?? (await this.get(url));
    for (let hop = 0; hop < 20; hop += 1) {
      const { location } = current.headers;
      if (typeof location !== 'string') return { url, response: current };
      url = new URL(location, url).href;
      if (until(url)) return { url, response: current };
      current = await this.get(url);
    }
    throw new Error(`too many redirects, the last to ${url}`);
  }

  async #send(method: string, url: string, body?: string): Promise<HttpResponse> {
    const { origin, pathname } = new URL(url);
    const cookies = this.#cookies
      .filter((one) => one.origin === origin && isWithin(pathname, one.path))
      .map(({ name, value }) => `${name}=${value}`);
    const proxy = this.#options.proxies?.[origin];
    const response = await http(proxy === undefined ? url : url.replace(origin, proxy), {
      method,
      ...this.#options.via,
      headers: [
        ['Accept', 'text/html'],
        ...(this.#options.headers ?? []),
        ...(cookies.length > 0 ? ([['Cookie', cookies.join('; ')]] as const) : []),
        ...(body === undefined
          ? []
          : ([['Content-Type', 'application/x-www-form-urlencoded']] as const)),
      ],
      ...(body === undefined ? {} : { body }),
    });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) this.#keep(origin, line);
    const { location } = response.headers;
    this.history.push({
      method,
      url,
      status: response.status,
      location: typeof location === 'string' ? location : undefined,
      response,
    });
    return response;
  }

  #keep(origin: string, line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
    const gone = attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one));
    const index = this.#cookies.findIndex(
      (one) => one.origin === origin && one.name === name && one.path === path,
    );
    if (index >= 0) this.#cookies.splice(index, 1);
    if (!gone) this.#cookies.push({ origin, name, value, path });
  }
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
