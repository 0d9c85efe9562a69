import { type AdminClient, createAdminClient } from './admin-client.ts';
import { ConfigError } from '../../config/config.ts';
import { isLoopback } from '../../config/loopback.ts';
import { unknownSettings } from '../../config/settings.ts';
import { type Context, say } from './context.ts';
import { Failure } from './failure.ts';
import { readSecretFile } from './fields.ts';

/** The options of all commands that use the Admin API. */
export interface AdminOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly json?: true;
}

/**
 * Creates a client for the server and token of the options and the environment.
 * @throws Failure when there is no token, or the URL is invalid; ConfigError when a setting has an unknown name
 */
export function openAdminApi(context: Context, options: AdminOptions): AdminClient {
  const unknown = unknownSettings(context.env);
  if (unknown.length > 0) throw new ConfigError(unknown);
  const url = URL.parse(options.url ?? (context.env['LATCHKEY_URL'] || 'http://localhost:8080'));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Failure('usage', 'The URL of the server must begin with https:// or http://.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    say(context, `warning: without https, the admin token is sent to ${url.host} unencrypted`);
  }
  return createAdminClient({ url: url.href, token: readToken(context, options) });
}

function readToken({ env }: Context, { tokenFile }: AdminOptions): string {
  const given = tokenFile === undefined ? env['LATCHKEY_ADMIN_TOKEN'] : readSecretFile(tokenFile);
  const token = given?.trim();
  if (token !== undefined && /[^\x21-\x7e]/.test(token)) {
    const where = tokenFile === undefined ? 'in LATCHKEY_ADMIN_TOKEN' : 'of --token-file';
    throw new Failure(
      'usage',
      `The admin token ${where} is invalid. A token is one word in ASCII.`,
    );
  }
  if (token) return token;
  throw new Failure('usage', 'There is no admin token.', {
    advice:
      'Create one with `latchkey admin-token create <name>` on the machine of the server, and set ' +
      'LATCHKEY_ADMIN_TOKEN to it, or name its file with --token-file.',
  });
}

/**
 * Waits for a response of the server.
 * @param request a call of the client
 * @returns the body
 * @throws Failure with the message of the server when it refuses; also when there is no response
 */
export async function answer<Data>(
  request: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    throw asFailure(cause);
  });
  if (response.ok) return data as Exclude<Data, undefined>;
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (code === undefined || message === undefined) {
    // Such a response comes from a proxy.
    const reason = response.status >= 502 ? 'unreachable' : 'refused';
    throw new Failure(
      reason,
      `${originOf(response)} responded with ${response.status}, but not like Latchkey.`,
    );
  }
  throw new Failure(code === 'service_unavailable' ? 'unreachable' : 'refused', message, { code });
}

function originOf({ url }: Response): string {
  return URL.parse(url)?.origin ?? 'The server';
}

function asFailure(cause: unknown): Failure {
  if (cause instanceof SyntaxError) {
    const advice = 'Check --url and LATCHKEY_URL: is Latchkey at this address?';
    return new Failure('refused', 'The response of the server is not JSON.', { cause, advice });
  }
  const { message, cause: deeper } = cause as Error;
  const why = deeper instanceof Error ? deeper.message || (deeper as { code?: string }).code : '';
  return new Failure('unreachable', `No server responds: ${why || message}`, {
    cause,
    advice:
      'Start the server with `latchkey start`, or name another one with --url or LATCHKEY_URL.',
  });
}
