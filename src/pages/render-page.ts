import { readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import type { Branding } from './branding/branding.ts';
import type { Language } from './texts/languages.ts';
import type { Message, Refusal, TextKey } from './texts/texts.ts';
import { createWriter, writeHeading } from './texts/write.ts';

/** The data of each page. Everything is escaped, except `signOut.form`. */
export interface Pages {
  home: Page<{ docsUrl: string; contractUrl: string; demo: boolean; version: string }>;
  signIn: Page<{
    accountName: string;
    productName: string | undefined;
    action: string;
    email: string;
    problem?: Message;
  }>;
  changePassword: Page<{
    action: string;
    email: string;
    /** True when the vendor set the current password. */
    isInitial: boolean;
    least: number;
    most: number;
    problem?: Message;
  }>;
  /** `form` is HTML from oidc-provider and is not escaped. */
  signOut: Page<{ form: string; accountName?: string }>;
  /** `stays` is true when the user chose not to sign out. */
  signedOut: Page<{ stays?: boolean }>;
  /** `said` is the error response of the identity provider. */
  refused: Page<{
    refusal: Refusal;
    said?: string;
    returnAction?: string;
    /** The URL to sign in as another user. */
    anotherAction?: string;
  }>;
  providerUnreachable: Page<{
    accountName: string;
    refusal: Refusal;
    said?: string;
    retryAction: string;
    returnAction?: string;
  }>;
  /** The result of a test sign-in. */
  testSignIn: Page<{ accountName: string; email: string }>;
  testRefused: Page<{ refusal: Refusal; said?: string }>;
  /** `lacksCookies` is true when the browser sent no cookies; `backUrl` is the redirect URI with an error response. */
  sessionExpired: Page<{ lacksCookies?: boolean; backUrl?: string | undefined }>;
  /** `canReload` is true when the URL of the page can be opened again. */
  busy: Page<{ canReload: boolean }>;
  /** The upload of a request file. */
  offline: Page<{ action: string; problem?: Message }>;
  /** What a request file has done; `download` is the license file of an activation. */
  offlineDone: Page<{
    action: string;
    product: string;
    license: string;
    computer: string;
    /** Undefined for no end. */
    validUntil?: string | undefined;
    download?: { href: string; name: string } | undefined;
  }>;
  failed: Page<{ title: TextKey; message: Message }>;
  demoPeople: Page<{ action: string; people: DemoPerson[] }>;
}

/** A user of the demo identity provider. */
interface DemoPerson {
  email: string;
  name: string;
  note: Message;
}

type Page<Data = object> = Data & { requestId: string };

const templates = {
  home: 'home',
  signIn: 'sign-in',
  changePassword: 'change-password',
  signOut: 'sign-out',
  signedOut: 'signed-out',
  refused: 'refused',
  providerUnreachable: 'provider-unreachable',
  testSignIn: 'test-sign-in',
  testRefused: 'test-refused',
  sessionExpired: 'session-expired',
  busy: 'busy',
  offline: 'offline',
  offlineDone: 'offline-done',
  failed: 'failed',
  demoPeople: 'demo-people',
} satisfies Record<keyof Pages, string>;

// The core of Eta does not read files, so all templates are compiled here.
const eta = new Eta({ autoTrim: false });
for (const name of [
  ...['layout', 'mark', 'icon', 'cancel', 'refusal', 'show-password'],
  ...Object.values(templates),
]) {
  eta.loadTemplate(name, readFileSync(new URL(`${name}.eta`, import.meta.url), 'utf8'));
}

/** Renders a page to HTML. Templates contain no texts; `it.text` and `it.html` write them in the language. */
export function renderPage<Name extends keyof Pages>(
  name: Name,
  data: Pages[Name],
  language: Language,
  branding: Branding,
): string {
  const { text, html } = createWriter(language, branding.texts[language]);
  return eta.render(templates[name], { ...data, language, text, html, branding, writeHeading });
}
