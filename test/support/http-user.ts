import type { HttpResponse } from './http.ts';
import type { SeenPage, User, Visit } from './user.ts';
import { UserAgent } from './user-agent.ts';

interface Button {
  readonly label: string;
  readonly value: string;
  /** What the form sends when it is pressed. */
  readonly fields: Record<string, string>;
  readonly action: string;
}

/** A person whose browser is plain HTTP: it reads links and forms out of the pages, and runs no script. */
export class HttpUser implements User {
  readonly #agent = new UserAgent();
  #url = '';
  #html = '';

  get visits(): readonly Visit[] {
    return this.#agent.history;
  }

  async open(url: string): Promise<void> {
    this.#show(await this.#agent.follow(url));
    // The one page with a script is the application's: what stands in the fragment, it sends on.
    const { hash, origin, pathname } = new URL(this.#url);
    if (!hash || !this.#html.includes('location.hash')) return;
    const result = Object.fromEntries(new URLSearchParams(hash.slice(1)));
    const { text } = await this.#agent.post(origin + pathname, result);
    this.#url = origin + pathname;
    this.#html = `<h1>${text}</h1>`;
  }

  async press(label: string): Promise<void> {
    const link = [...this.#html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs)].find(
      ([, , text = '']) => textOf(text) === label,
    );
    if (link !== undefined) return this.open(new URL(decode(link[1] ?? ''), this.#url).href);
    await this.#submit(({ label: found }) => found === label, `button ${label}`);
  }

  async choosePerson(email: string): Promise<void> {
    await this.#submit(({ value }) => value === email, `button of ${email}`);
  }

  async typePassword(email: string, password: string): Promise<void> {
    await this.#submit(({ fields }) => 'password' in fields, 'password form', { email, password });
  }

  page(): Promise<SeenPage> {
    const email = /<input\b[^>]*name="email"[^>]*>/.exec(this.#html)?.[0];
    const alert = /<p\b[^>]*role="alert"[^>]*>(.*?)<\/p>/s.exec(this.#html)?.[1];
    return Promise.resolve({
      url: this.#url,
      heading: textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(this.#html)?.[1] ?? ''),
      alert: alert === undefined ? undefined : textOf(alert),
      email: email === undefined ? undefined : attribute(email, 'value'),
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #submit(
    isMeant: (button: Button) => boolean,
    what: string,
    typed: Record<string, string> = {},
  ): Promise<void> {
    const button = buttonsOf(this.#html).find(isMeant);
    if (button === undefined) {
      const { heading } = await this.page();
      throw new Error(`there is no ${what} on the page "${heading}" at ${this.#url}`);
    }
    const action = new URL(button.action, this.#url).href;
    const response = await this.#agent.post(action, { ...button.fields, ...typed });
    const { location } = response.headers;
    if (typeof location === 'string') return this.open(new URL(location, action).href);
    this.#show({ url: action, response });
  }

  #show({ url, response }: { url: string; response: HttpResponse }): void {
    this.#url = url;
    this.#html = response.text;
  }
}

/** Every button that sends a form: those in it, and those that name it. */
function buttonsOf(html: string): Button[] {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)];
  return [...html.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].flatMap((button) => {
    const [, attributes = '', text = ''] = button;
    const owner = attribute(attributes, 'form');
    const form = forms.find((one) =>
      owner === ''
        ? one.index < button.index && button.index < one.index + one[0].length
        : attribute(one[1] ?? '', 'id') === owner,
    );
    if (form === undefined) return [];
    const inputs = [...(form[2] ?? '').matchAll(/<input\b([^>]*)>/g)].map(
      ([, input = '']) => input,
    );
    const named = [...inputs, attributes].filter((one) => attribute(one, 'name') !== '');
    return {
      label: textOf(text),
      value: attribute(attributes, 'value'),
      fields: Object.fromEntries(
        named.map((one) => [attribute(one, 'name'), attribute(one, 'value')]),
      ),
      action: attribute(form[1] ?? '', 'action'),
    };
  });
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function textOf(html: string): string {
  return decode(html.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function decode(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&(#?\w+);/g, (whole, name: string) => characters[name] ?? whole);
}
