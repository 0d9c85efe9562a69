import type { Context } from 'koa';
import type { Branding } from './branding/branding.ts';
import { languageOf } from './language-of.ts';
import { renderPage, type Pages } from './render-page.ts';

interface SendPageOptions {
  /** Redirect URIs that submitting a form may redirect to; `'any'` for the demo provider only. */
  formActions?: string[] | 'any';
}

/** The pages with a script: it shows and hides the password. */
const SCRIPTED: readonly (keyof Pages)[] = ['signIn', 'changePassword'];

/** Sends a page with all security headers. */
export function sendPage<Name extends keyof Pages>(
  ctx: Context,
  status: number,
  name: Name,
  data: Omit<Pages[Name], 'requestId'>,
  { formActions = [] }: SendPageOptions = {},
): void {
  // TypeScript cannot verify that this is complete again.
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
 * The CSP sources that allow submitting a form to redirect to these URIs. Chromium checks `form-action` for every
 * redirect after submitting, so the application's redirect URI must be in it.
 */
export function formActionSources(uris: string[]): string[] {
  return [...new Set(uris.map(formActionSource))];
}

function formActionSource(uri: string): string {
  const { origin, protocol } = new URL(uri);
  // A host-source can contain names and IPv4 addresses only (CSP 3, section 2.3.1). For `[::1]` and private-use schemes
  // the source is the scheme. This also keeps `;` and `*` out of the policy.
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
