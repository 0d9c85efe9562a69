import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { sendPage } from '../pages/send-page.ts';
import { message, refusal } from '../pages/texts/texts.ts';

type RenderError = NonNullable<Configuration['renderError']>;

/** Renders oidc-provider's errors that cannot be sent to the application. */
export function sendProviderError({ log }: Pick<Deps, 'log'>): RenderError {
  return (ctx, out, error) => {
    // It is thrown afterwards, and the error handler renders it.
    if (out.error === 'server_error') return;
    const requestId: unknown = ctx.state['requestId'];
    log.info({ requestId, error: out.error, err: error }, 'sign-in refused');
    const status = ctx.status;
    if (isSignedOut(ctx)) return sendPage(ctx, 200, 'signedOut', {});
    if (error.name === 'SessionNotFound') {
      sendPage(ctx, status, 'sessionExpired', {});
    } else if (out.error === 'invalid_client') {
      sendPage(ctx, status, 'refused', { refusal: refusal('unknownAccount', {}) });
    } else {
      sendPage(ctx, status, 'failed', {
        title: 'failed.link.title',
        message: message('failed.link.message', {}),
      });
    }
  };
}

/** True for the form of the sign-out page when it is sent again, as by a double click. */
function isSignedOut({ oidc }: KoaContextWithOIDC): boolean {
  return (
    oidc.route === 'end_session_confirm' &&
    oidc.params?.['xsrf'] !== undefined &&
    oidc.session?.accountId === undefined
  );
}
