import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Step } from '../../docs/build/diagrams.ts';

type Participant = 'Application' | 'Browser' | 'Latchkey' | 'Identity provider';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Records every HTTP request that any server of this process gets, and every answer, in order: all of the
 * application's, the browser's, Latchkey's and the identity provider's.
 * @param servers ports of Latchkey and the identity provider; any other is the application's, waiting on loopback
 * @returns how to end it, with one step for each request and each answer
 */
export function recordExchanges(servers: { latchkey: string; provider: string }): () => Step[] {
  const steps: Step[] = [];
  const origins: Record<string, Participant> = {
    [new URL(servers.latchkey).port]: 'Latchkey',
    [new URL(servers.provider).port]: 'Identity provider',
  };
  const at = (port: string | number | undefined): Participant =>
    origins[String(port)] ?? 'Application';

  const onRequest = (message: unknown) => {
    const { request } = message as Exchange;
    if (isDecoration(request)) return;
    const path = withoutIds(new URL(request.url ?? '', servers.latchkey).pathname);
    steps.push({
      from: senderOf(request),
      to: at(request.socket.localPort),
      text: `${request.method ?? ''} ${path}`,
    });
  };
  const onAnswer = (message: unknown) => {
    const { request, response } = message as Exchange;
    if (isDecoration(request)) return;
    const location = response.getHeader('location');
    steps.push({
      from: at(request.socket.localPort),
      to: senderOf(request),
      text: `${response.statusCode}${typeof location === 'string' ? ` to ${targetOf(location)}` : ''}`,
    });
  };
  subscribe('http.server.request.start', onRequest);
  subscribe('http.server.response.finish', onAnswer);
  return () => {
    unsubscribe('http.server.request.start', onRequest);
    unsubscribe('http.server.response.finish', onAnswer);
    return steps;
  };

  function targetOf(location: string): string {
    const { port, pathname, hash, searchParams } = new URL(location, servers.latchkey);
    switch (at(port)) {
      case 'Latchkey':
        return withoutIds(pathname);
      case 'Identity provider':
        return 'identity provider';
      default: {
        const [first] = hash ? new URLSearchParams(hash.slice(1)).keys() : searchParams.keys();
        return `redirect URI${hash ? '#' : '?'}${first ?? ''}=…`;
      }
    }
  }
}

/** Who sent a request, by what its program calls itself. A browser calls itself anything. */
function senderOf({ headers }: IncomingMessage): Participant {
  const name = headers['user-agent'] ?? '';
  if (name === 'node') return 'Application';
  return /^(openid-client|jose)\//.test(name) ? 'Latchkey' : 'Browser';
}

/** What a page loads to look well. */
function isDecoration({ url = '' }: IncomingMessage): boolean {
  return /^\/(assets\/|favicon\.)/.test(url);
}

function withoutIds(path: string): string {
  return path.replaceAll(/[\w-]{20,}/g, '…');
}
