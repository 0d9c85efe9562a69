import type Koa from 'koa';
import { ApiError } from '../rules/errors.ts';
import { readForm } from './read-form.ts';

/** What an answer consists of (RFC 6749, section 4.1.2; RFC 9207). What else is posted, such as Apple's `user`, ends here. */
const PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];
/** Characters of a URL that all proxies take. */
const LONGEST_URL = 6_000;

/**
 * Takes an answer that the provider lets the browser post (OAuth 2.0 Form Post Response Mode), and goes on by GET:
 * a post from another site comes without the cookie of the browser that set out, which is `SameSite=Lax`.
 * @throws ApiError payload_too_large
 */
export async function continueByGet(ctx: Koa.Context): Promise<void> {
  const form = await readForm(ctx);
  const query = new URLSearchParams();
  for (const [name, value] of form) {
    // One that stands twice stays so, and is refused where it is read.
    if (PARAMETERS.includes(name)) query.append(name, value);
  }
  const url = `${ctx.path}?${query.toString()}`;
  if (url.length > LONGEST_URL) {
    throw new ApiError(
      'payload_too_large',
      `The answer of the identity provider is longer than ${LONGEST_URL} characters.`,
    );
  }
  ctx.set('Cache-Control', 'no-store');
  ctx.status = 303;
  ctx.redirect(url);
}
