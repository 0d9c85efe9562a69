import type Koa from 'koa';
import { chooseLanguage } from './texts/choose-language.ts';
import type { Language } from './texts/languages.ts';

/** @returns the language for a request: from the sign-in's `ui_locales`, else from the query or `Accept-Language` */
export function languageOf(ctx: Koa.Context): Language {
  const asked: unknown = ctx.state['uiLocales'] ?? ctx.query['ui_locales'];
  return chooseLanguage(typeof asked === 'string' ? asked : undefined, ctx.get('Accept-Language'));
}

/** Sets the `ui_locales` of the sign-in, for every page that is sent in response to this request. */
export function setUiLocales(ctx: Koa.Context, uiLocales: string | undefined): void {
  ctx.state['uiLocales'] = uiLocales;
}
