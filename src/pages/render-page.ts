import { readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import type { Branding } from './branding/branding.ts';
import type { Language } from './texts/languages.ts';
import type { Message, Refusal, TextKey } from './texts/texts.ts';
import { createWriter } from './texts/write.ts';

/** What each page is told. Everything is escaped, save `signOut.form`. */
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
    /** Whether somebody else has chosen the current one. */
    isInitial: boolean;
    least: number;
    most: number;
    problem?: Message;
  }>;
  /** `form` is HTML made by oidc-provider and printed as it is. */
  signOut: Page<{ form: string; accountName?: string }>;
  /** `stays` where the user was asked and did not sign out. */
  signedOut: Page<{ stays?: boolean }>;
  /** `said` by the identity provider itself. */
  refused: Page<{
    refusal: Refusal;
    said?: string;
    returnAction?: string;
    /** Where the person signs in as somebody else. */
    anotherAction?: string;
  }>;
  providerUnreachable: Page<{
    accountName: string;
    refusal: Refusal;
    said?: string;
    retryAction: string;
    returnAction?: string;
  }>;
  /** The end of a sign-in that tests a connection. */
  testSignIn: Page<{ accountName: string; email: string }>;
  testRefused: Page<{ refusal: Refusal; said?: string }>;
  /**
   * `lacksCookies` where a browser that begins here would have sent some; `backUrl` leads to the application, which is
   * told that the sign-in has failed.
   */
  sessionExpired: Page<{ lacksCookies?: boolean; backUrl?: string | undefined }>;
  /** `canReload` where the address of the page may be opened again. */
  busy: Page<{ canReload: boolean }>;
  failed: Page<{ title: TextKey; message: Message }>;
  demoPeople: Page<{ action: string; people: DemoPerson[] }>;
}

/** Somebody to sign in as at the demo identity provider. */
export interface DemoPerson {
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
  failed: 'failed',
  demoPeople: 'demo-people',
} satisfies Record<keyof Pages, string>;

// The core of Eta knows no file system: a page that was not compiled here cannot be rendered.
const eta = new Eta({ autoTrim: false });
for (const name of [
  ...['layout', 'mark', 'icon', 'cancel', 'refusal', 'show-password'],
  ...Object.values(templates),
]) {
  eta.loadTemplate(name, readFileSync(new URL(`${name}.eta`, import.meta.url), 'utf8'));
}

/** Renders a hosted page to HTML. A template says nothing by itself: `it.text` and `it.html` write its texts. */
export function renderPage<Name extends keyof Pages>(
  name: Name,
  data: Pages[Name],
  language: Language,
  branding: Branding,
): string {
  const { text, html } = createWriter(language, branding.texts[language]);
  return eta.render(templates[name], { ...data, language, text, html, branding });
}
