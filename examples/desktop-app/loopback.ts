import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LicenseError } from './license-api.ts';

/** Waits, on this computer only, for the browser to bring the result of one sign-in (RFC 8252, 7.3). */
export async function listenOnLoopback(
  state: string,
  timeout = 5 * 60_000,
): Promise<{ redirectUri: string; result: Promise<URLSearchParams>; close: () => void }> {
  const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>();
  promise.catch(() => undefined); // It may fail before anyone waits for it.

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname !== '/callback') return reply(response, 404, 'There is nothing here.');
    const posted = request.method === 'POST';
    if (!posted && !url.search) return reply(response, 200, 'One moment …', FORWARD);
    const result = new URLSearchParams(posted ? await text(request) : url.search);
    // Any web page can send something to this port. Without the state it is turned away; the wait goes on.
    if (result.get('state') !== state) {
      return reply(response, 400, 'This belongs to another sign-in. Please start again.');
    }
    response.once('finish', () => resolve(result));
    const outcome = result.has('error') ? 'You are not signed in.' : 'You are signed in.';
    reply(response, 200, `${outcome} You can close this window.`);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const timer = setTimeout(() => {
    const message = `No sign-in came back within ${Math.round(timeout / 60_000)} minutes.`;
    reject(new LicenseError('sign_in_failed', message));
  }, timeout);
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    result: promise,
    close() {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections(); // Browsers hold spare ones open.
    },
  };
}

/** Tokens come in the fragment, which browsers keep to themselves: this sends it on, out of the address bar. */
const SCRIPT = `
const result = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
fetch(location.pathname, { method: 'POST', body: result })
  .then((answer) => answer.text())
  .catch(() => 'The application is no longer waiting. Please start again.')
  .then((text) => { document.querySelector('h1').textContent = text; });
`;
const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');
const FORWARD = `<script>${SCRIPT}</script>
<noscript>Please switch JavaScript on and load this page again.</noscript>`;

/** Answers with a sentence: as text to the script, as a page to everyone else. */
function reply(response: ServerResponse, status: number, sentence: string, more = ''): void {
  const posted = response.req.method === 'POST';
  response.writeHead(status, {
    'Content-Type': `text/${posted ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Security-Policy': `default-src 'none'; connect-src 'self'; script-src 'sha256-${SCRIPT_HASH}'; style-src 'unsafe-inline'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo application</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem system-ui; margin: 20vh 2rem; text-align: center }
h1 { font-size: 1.5rem; font-weight: 500 }
</style>
<h1>${sentence}</h1>${more}</html>`;
  response.end(posted ? sentence : page);
}
