import type Koa from 'koa';

/** The maximum length of a header in characters. Browsers send about 150. */
const LONGEST = 1_000;
const PREFERENCES = ['accept', 'accept-encoding', 'accept-language'] as const;

/**
 * Removes overlong headers of content negotiation, because evaluating them takes time for each item. Such a request gets
 * the default representation, which RFC 9110, section 12.1, allows.
 */
export const ignoreLongPreferences: Koa.Middleware = ({ req }, next) => {
  for (const name of PREFERENCES) {
    if ((req.headers[name]?.length ?? 0) > LONGEST) Reflect.deleteProperty(req.headers, name);
  }
  return next();
};
