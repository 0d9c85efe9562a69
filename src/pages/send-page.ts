import type { Context } from 'koa';
import type { Branding } from './branding/branding.ts';
import { languageOf } from './language-of.ts';
import { renderPage, type Pages } from './render-page.ts';

interface SendPageOptions {
  /** Redirect URIs that a form of the page may lead to, or `'any'`: for the demo provider only. */
  formActions?: string[] | 'any';
}

/** Pages with a field for a password, which may be shown. */
const SCRIPTED: readonly (keyof Pages)[] = ['signIn', 'changePassword'];

/** Answers with a hosted page and every header that keeps it private and inert. */
export function sendPage<Name extends keyof Pages>(
  ctx: Context,
  status: number,
  name: Name,
  data: Omit<Pages[Name], 'requestId'>,
  { formActions = [] }: SendPageOptions = {},
): void {
  // TypeScript cannot see that Omit and the id make the whole again.
  const page = {
    ...data,
    requestId: (ctx.state['shownRequestId'] ?? ctx.state['requestId']) as string,
  } as unknown as Pages[Name];
  const language = languageOf(ctx);
  ctx.status = status;
  ctx.type = 'html';
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Language': language,
    'Content-Security-Policy': contentSecurityPolicy(formActions, SCRIPTED.includes(name)),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  ctx.body = renderPage(name, page, language, ctx.state['branding'] as Branding);
}

/**
 * The CSP sources that let a form end at these redirect URIs. Chromium holds `form-action` against
 * every redirect after a submit, so the way back to the application has to be named.
 */
export function formActionSources(uris: string[]): string[] {
  return [...new Set(uris.map(formActionSource))];
}

function formActionSource(uri: string): string {
  const { origin, protocol } = new URL(uri);
  // A host-source holds names and IPv4 only (CSP 3, 2.3.1): for `[::1]`, as for a scheme of the
  // application's own, the scheme alone must do. It also keeps a stray `;` or `*` out of the policy.
  return /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) ? origin : protocol;
}

function contentSecurityPolicy(formActions: string[] | 'any', isScripted: boolean): string {
  const policy = [
    "default-src 'none'",
    ...(isScripted ? ["script-src 'self'"] : []),
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  if (formActions !== 'any') {
    policy.push(["form-action 'self'", ...formActionSources(formActions)].join(' '));
  }
  return policy.join('; ');
}
