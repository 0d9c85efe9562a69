import type { Configuration } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { sendPage } from '../pages/send-page.ts';
import { message, refusal } from '../pages/texts/texts.ts';

type RenderError = NonNullable<Configuration['renderError']>;

/** Shows oidc-provider's refusals to people: those that cannot be sent back to the application. */
export function sendProviderError({ log }: Pick<Deps, 'log'>): RenderError {
  return (ctx, out, error) => {
    // Thrown on after this, to the place that shows all failures.
    if (out.error === 'server_error') return;
    const requestId: unknown = ctx.state['requestId'];
    log.info({ requestId, error: out.error, err: error }, 'sign-in refused');
    const status = ctx.status;
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
