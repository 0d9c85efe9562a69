import { expect } from '@jest/globals';
import type { HttpResponse } from './http.ts';

/** Holds an answer to be a page of ours: the status, the heading, the request id, and every header that guards it. */
export function expectPage(response: HttpResponse, status: number, heading: string | RegExp): void {
  const { headers, text } = response;
  expect({ status: response.status, heading: headingOf(text) }).toEqual({
    status,
    heading: heading instanceof RegExp ? expect.stringMatching(heading) : heading,
  });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  const policy = policyOf(response);
  expect(policy).toMatchObject({
    'default-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
  });
  // A page with a password has the script that shows it, and no other.
  const script = /<script src="\/assets\/show-password\.js\?v=[\w-]{12}" defer><\/script>/;
  const isScripted = script.test(text);
  expect(isScripted).toBe(/<input[^>]* type="password"/.test(text));
  expect(policy['script-src']).toEqual(isScripted ? ["'self'"] : undefined);
  expect(text.replace(script, '')).not.toMatch(
    /<script|<style|<iframe|<object|\sstyle=|\son[a-z]+=|javascript:/i,
  );
  expect(text).toContain(`<code>${String(headers['x-request-id'])}</code>`);
}

/** The Content-Security-Policy, by directive. */
export function policyOf({ headers }: HttpResponse): Record<string, string[]> {
  const policy = String(headers['content-security-policy']);
  return Object.fromEntries(
    policy.split(/;\s*/).map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

/** Where the page's form leads that has this button. */
export function actionOf(html: string, button: string): string {
  const forms = html.match(/<form\b.*?<\/form>/gs) ?? [];
  const form = forms.find((one) => new RegExp(`<button[^>]*>${button}</button>`).test(one));
  const action = /\saction="([^"]*)"/.exec(form ?? '')?.[1];
  if (action === undefined) throw new Error(`no form with the button ${button} in ${html}`);
  return action.replaceAll('&amp;', '&');
}

function headingOf(html: string): string | undefined {
  const heading = /<h1>(.*?)<\/h1>/.exec(html)?.[1];
  return heading?.replaceAll(/<\/?span[^>]*>/g, '').replaceAll('&#39;', "'");
}
