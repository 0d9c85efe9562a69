import type Koa from 'koa';

/** Characters of the longest header that says what a client would like to get; those of browsers have 150. */
const LONGEST = 1_000;
const PREFERENCES = ['accept', 'accept-encoding', 'accept-language'] as const;

/**
 * Lets a request say what it would like to get only where that is short; longer ones get what anybody gets (RFC 9110,
 * section 12.1, leaves that to the server). To choose takes time for each thing named.
 */
export const ignoreLongPreferences: Koa.Middleware = ({ req }, next) => {
  for (const name of PREFERENCES) {
    if ((req.headers[name]?.length ?? 0) > LONGEST) Reflect.deleteProperty(req.headers, name);
  }
  return next();
};
