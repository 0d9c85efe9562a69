import type Koa from 'koa';
import { chooseLanguage } from './texts/choose-language.ts';
import type { Language } from './texts/languages.ts';

/** The language of whoever asks: what the sign-in was begun with, else what the address or the browser says. */
export function languageOf(ctx: Koa.Context): Language {
  const asked: unknown = ctx.state['uiLocales'] ?? ctx.query['ui_locales'];
  return chooseLanguage(typeof asked === 'string' ? asked : undefined, ctx.get('Accept-Language'));
}

/** Keeps the language that a sign-in was begun with, for every page that answers this request. */
export function noteUiLocales(ctx: Koa.Context, uiLocales: string | undefined): void {
  ctx.state['uiLocales'] = uiLocales;
}
