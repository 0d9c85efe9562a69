import { describe, expect, it } from '@jest/globals';
import { renderPage, type Pages } from '../../src/pages/render-page.ts';
import { message, refusal } from '../../src/pages/texts/texts.ts';
import { plainBranding } from './plain-branding.ts';
import { samplePages } from './sample-pages.ts';

const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&`;
const escaped =
  '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;';

/** It shows a password that is being typed. */
const OUR_SCRIPT = /<script src="\/assets\/show-password\.js\?v=[\w-]{12}" defer><\/script>/;

/** What happened, and what to do next. */
const says: Record<keyof Pages, [RegExp, RegExp]> = {
  home: [/Latchkey is running/, /Documentation/],
  signIn: [/Sign in to Acme Engineering/, /Use the e-mail address/],
  changePassword: [/Change your password/, /Choose one that only you know|You are then signed in/],
  signOut: [/Sign out\?/, /Stay signed in/],
  signedOut: [/You are (signed out|still signed in)/, /You can close this window/],
  refused: [/Sign-in was refused/, /[Aa]sk |[Tt]ry again|Show this page/],
  providerUnreachable: [/Could not reach Acme Engineering/, /Try again in a moment/],
  testSignIn: [/The test sign-in worked/, /You can close this window/],
  testRefused: [/The test sign-in was refused/, /This was a test/],
  sessionExpired: [/This sign-in has expired/, /Go back to the application/],
  busy: [/Please wait a little/, /try again in a few seconds/],
  offline: [/Activate without a network/, /Let it write a request file/],
  offlineDone: [
    /Your license file is ready|The license was given back/,
    /open it in the software|It is free for another/,
  ],
  failed: [/There is nothing|Please wait|did not work|cannot go on/, /Go back to the application/],
  demoPeople: [/Demo identity provider/, /Choose a person/],
};

describe.each(samplePages())('the page $name', ({ name, data }) => {
  const html = renderPage(name, data, 'en', plainBranding);

  it('shows what happened, what to do next, and the request ID', () => {
    for (const sentence of says[name]) expect(html).toMatch(sentence);
    expect(html).toContain(`Request id: <code>${data.requestId}</code>`);
    expect(html).not.toContain('undefined');
  });

  it('has a language, a title, one heading and one main landmark', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
    expect(html).toMatch(/<title>[^<]+ · (Latchkey|Acme Identity)<\/title>/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<main>/g)).toHaveLength(1);
  });

  it('has no scripts and loads only the style sheet and the icon', () => {
    expect(html.replace(OUR_SCRIPT, '')).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/);
    const loads = [...html.matchAll(/<link[^>]+href="([^"]+)"/g)].map(([, href]) => href);
    expect(loads).toEqual([
      '/favicon.svg',
      expect.stringMatching(/^\/assets\/style\.css\?v=.{12}$/),
    ]);
  });
});

describe.each(samplePages((plain) => plain + hostile))(
  'the page $name with hostile texts',
  (page) => {
    it('escapes them everywhere', () => {
      const html = renderPage(page.name, page.data, 'en', plainBranding);
      expect(html.replace(OUR_SCRIPT, '')).not.toMatch(/<script|<img/);
      const given = JSON.stringify(page.data).split('<script>').length - 1;
      expect(html.split(escaped).length - 1).toBeGreaterThanOrEqual(given);
    });
  },
);

describe('the sign-in page', () => {
  const data = {
    accountName: 'Acme',
    productName: 'Studio',
    action: '/i/1',
    email: '',
    requestId: 'r',
  };

  it('can be filled in by a password manager', () => {
    const html = renderPage('signIn', data, 'en', plainBranding);
    expect(html).toMatch(/<input [^>]*name="email" [^>]*autocomplete="username"/);
    expect(html).toMatch(/<input [^>]*name="password" [^>]*autocomplete="current-password"/);
    expect(html).not.toContain('role="alert"');
  });

  it('refers to an error from both fields and keeps the address', () => {
    const html = renderPage(
      'signIn',
      { ...data, email: 'ada@acme.example', problem: message('signIn.wrong', {}) },
      'en',
      plainBranding,
    );
    expect(html).toContain('<p class="problem" id="problem" role="alert">The e-mail address');
    expect(html.match(/<input [^>]*aria-describedby="problem"/g)).toHaveLength(2);
    expect(html).toContain('value="ada@acme.example"');
    expect(html).toContain('<title>Problem: Sign in to Acme to use Studio');
  });

  it('cancels without sending the fields', () => {
    expect(renderPage('signIn', data, 'en', plainBranding)).toMatch(
      /<form method="post" action="\/i\/1">\s*<button [^>]*name="cancel" value="1">Cancel<\/button>\s*<\/form>/,
    );
  });
});

it('the sign-out page contains the form of oidc-provider unchanged', () => {
  const form = '<form id="op.logoutForm" method="post" action="/end"><input name="xsrf"/></form>';
  const html = renderPage('signOut', { form, requestId: 'r' }, 'en', plainBranding);
  expect(html).toContain(form);
  expect(html).toMatch(/form="op.logoutForm" value="yes" name="logout">Sign out</);
});

it.each(['refused', 'providerUnreachable'] as const)(
  '%s has a link to the application only when there is a redirect URI',
  (name) => {
    const data = {
      accountName: 'Acme',
      retryAction: '/r',
      refusal: refusal('notSetUp', {}),
      requestId: 'r',
    };
    expect(renderPage(name, data, 'en', plainBranding)).not.toContain('Back to the application');
    expect(renderPage(name, { ...data, returnAction: '/back' }, 'en', plainBranding)).toMatch(
      /action="\/back">\s*<button [^>]*name="cancel" value="1">Back to the application</,
    );
  },
);
