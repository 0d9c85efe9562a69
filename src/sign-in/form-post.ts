import type Koa from 'koa';
import { ApiError } from '../rules/errors.ts';
import { readForm } from './read-form.ts';

/** The parameters of an authorization response (RFC 6749, section 4.1.2; RFC 9207). Others, such as Apple's `user`, are dropped. */
const PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];
/** The length of a URL that all proxies accept, in characters. */
const LONGEST_URL = 6_000;

/**
 * Receives an authorization response by POST (OAuth 2.0 Form Post Response Mode) and redirects to the same URL by GET,
 * because a browser does not send our `SameSite=Lax` cookie with a POST from another site.
 * @throws ApiError payload_too_large
 */
export async function redirectToGet(ctx: Koa.Context): Promise<void> {
  const form = await readForm(ctx);
  const query = new URLSearchParams();
  for (const [name, value] of form) {
    // A duplicate parameter stays duplicate, so that the callback refuses it.
    if (PARAMETERS.includes(name)) query.append(name, value);
  }
  const url = `${ctx.path}?${query.toString()}`;
  if (url.length > LONGEST_URL) {
    throw new ApiError(
      'payload_too_large',
      `The response of the identity provider is longer than ${LONGEST_URL} characters.`,
    );
  }
  ctx.set('Cache-Control', 'no-store');
  ctx.status = 303;
  ctx.redirect(url);
}
