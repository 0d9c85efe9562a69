import { type AdminClient, createAdminClient } from './admin-client.ts';
import { ConfigError } from '../../config/config.ts';
import { isLoopback } from '../../config/loopback.ts';
import { unknownSettings } from '../../config/settings.ts';
import { type Context, say } from './context.ts';
import { Failure } from './failure.ts';
import { readSecretFile } from './fields.ts';

/** What every command that asks a server takes. */
export interface AdminOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly json?: true;
}

/**
 * The Admin API that the options and the environment name.
 * @throws Failure where there is no token, or the URL is none; ConfigError where a setting is misspelt
 */
export function openAdminApi(context: Context, options: AdminOptions): AdminClient {
  const unknown = unknownSettings(context.env);
  if (unknown.length > 0) throw new ConfigError(unknown);
  const url = URL.parse(options.url ?? (context.env['LATCHKEY_URL'] || 'http://localhost:8080'));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Failure('usage', 'The URL of the server must begin with https:// or http://.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    say(context, `warning: without https, whoever listens in on ${url.host} gets the admin token`);
  }
  return createAdminClient({ url: url.href, token: readToken(context, options) });
}

function readToken({ env }: Context, { tokenFile }: AdminOptions): string {
  const given = tokenFile === undefined ? env['LATCHKEY_ADMIN_TOKEN'] : readSecretFile(tokenFile);
  const token = given?.trim();
  if (token !== undefined && /[^\x21-\x7e]/.test(token)) {
    const where = tokenFile === undefined ? 'in LATCHKEY_ADMIN_TOKEN' : 'of --token-file';
    throw new Failure('usage', `The admin token ${where} is none: they are one word, in ASCII.`);
  }
  if (token) return token;
  throw new Failure('usage', 'There is no admin token.', {
    advice:
      'Make one with `latchkey admin-token create <name>`, where the database is, and set ' +
      'LATCHKEY_ADMIN_TOKEN to it or name a file with --token-file.',
  });
}

/**
 * What the server answered.
 * @param request a call of the client
 * @throws Failure with the server's words where it refused; where it does not answer
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
    // A proxy speaks in place of the server.
    const reason = response.status >= 502 ? 'unreachable' : 'refused';
    throw new Failure(reason, `${originOf(response)} answered ${response.status}, not as Latchkey`);
  }
  throw new Failure(code === 'service_unavailable' ? 'unreachable' : 'refused', message, { code });
}

function originOf({ url }: Response): string {
  return URL.parse(url)?.origin ?? 'The server';
}

function asFailure(cause: unknown): Failure {
  if (cause instanceof SyntaxError) {
    const advice = 'Is it Latchkey? See --url and LATCHKEY_URL.';
    return new Failure('refused', 'The server did not answer in JSON.', { cause, advice });
  }
  const { message, cause: deeper } = cause as Error;
  const why = deeper instanceof Error ? deeper.message || (deeper as { code?: string }).code : '';
  return new Failure('unreachable', `No server answers: ${why || message}`, {
    cause,
    advice: 'Start it with `latchkey start`, or name another with --url or LATCHKEY_URL.',
  });
}
