import { errors } from 'jose';
import * as client from 'openid-client';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import { clearSecrets } from '../observability/clear-secrets.ts';
import { causeOfAuthorizationError, causeOfTokenError } from './error-causes.ts';
import { providerText } from './provider-text.ts';

/** What a provider says of its own refusal (RFC 6749, sections 4.1.2.1 and 5.2), cut and cleared of what cannot be seen. */
export interface ProviderSays {
  readonly error: string | undefined;
  readonly description: string | undefined;
  readonly uri: string | undefined;
}

/** @returns both in one line, as a page shows them; undefined where it says neither */
export function quoteOf(says: ProviderSays | undefined): string | undefined {
  const parts = [says?.error, says?.description].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(': ');
}

/** A sign-in that ended at the customer's identity provider, or at what it answered. */
export class ProviderError extends Error {
  readonly code: SignInCause;
  readonly says: ProviderSays;

  /** @param options.says as it came */
  constructor(
    code: SignInCause,
    message: string,
    options: { cause?: unknown; says?: Partial<Record<keyof ProviderSays, unknown>> } = {},
  ) {
    super(providerText(message) ?? '', { cause: options.cause });
    this.name = 'ProviderError';
    this.code = code;
    this.says = {
      error: said(options.says?.error),
      description: said(options.says?.description),
      uri: said(options.says?.uri),
    };
  }
}

/** A provider may put anything into its reasons, and they stand on a page, in the log and in the audit log. */
function said(text: unknown): string | undefined {
  const cut = providerText(text);
  return cut && providerText(clearSecrets(cut, cut.endsWith('…'), { uuids: true }));
}

/**
 * Sorts the errors of openid-client, jose and fetch.
 * @param secrets of the sign-in, which the provider knows: they are taken out of what it says
 */
export function asProviderError(error: unknown, secrets: readonly string[] = []): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof client.AuthorizationResponseError) {
    const says = {
      error: error.error,
      description: error.error_description,
      uri: error.cause.get('error_uri'),
    };
    return refusal(causeOfAuthorizationError, 'the provider answered', says, error, secrets);
  }
  if (error instanceof client.ResponseBodyError) {
    const { error_uri: uri } = error.cause;
    const says = { error: error.error, description: error.error_description, uri };
    const what = `it answered ${error.status} with`;
    return refusal(causeOfTokenError, what, says, error, secrets);
  }
  if (error instanceof errors.JOSEError) return ofKeys(error);
  if (error instanceof client.ClientError) return ofAnswer(error);
  return new ProviderError('provider_unreachable', 'it did not answer as it should', {
    cause: error,
  });
}

function refusal(
  causeOf: (error: string, description: string) => SignInCause,
  what: string,
  says: { error: string; description: string | undefined; uri: unknown },
  cause: unknown,
  secrets: readonly string[],
): ProviderError {
  const clear = (text: unknown) =>
    typeof text === 'string'
      ? secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text.slice(0, 10_000))
      : undefined;
  const said = {
    error: clear(says.error),
    description: clear(says.description),
    uri: clear(says.uri),
  };
  const code = causeOf(providerText(said.error) ?? '', providerText(said.description) ?? '');
  const error = new ProviderError(code, '', { cause, says: said });
  error.message = `${what} ${error.says.error?.slice(0, 100) ?? 'an error'}`;
  return error;
}

function ofKeys(error: errors.JOSEError): ProviderError {
  const wrong = (code: SignInCause, message: string) =>
    new ProviderError(code, message, { cause: error });
  switch (error.code) {
    // Base class: its key set answered, but not with 200 and JSON.
    case 'ERR_JOSE_GENERIC':
    case 'ERR_JWKS_TIMEOUT':
    case 'ERR_JWKS_INVALID':
      return wrong('provider_unreachable', 'its keys could not be fetched');
    case 'ERR_JWKS_NO_MATCHING_KEY':
      return wrong('id_token_key', 'none of its keys is that of the id token');
    case 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED':
      return wrong('id_token_signature', 'the signature of the id token is not of its keys');
    case 'ERR_JOSE_ALG_NOT_ALLOWED':
    case 'ERR_JOSE_NOT_SUPPORTED':
      return wrong('id_token_algorithm', `its id token: ${error.message}`);
    default:
      return wrong('id_token_signature', `its id token: ${error.message}`);
  }
}

/** Claims by the cause that they stand for. */
const CLAIM_CAUSES: Readonly<Record<string, SignInCause>> = {
  iss: 'id_token_issuer',
  aud: 'id_token_audience',
  azp: 'id_token_audience',
  nonce: 'id_token_nonce',
  exp: 'id_token_times',
  nbf: 'id_token_times',
  iat: 'id_token_times',
};

/** What openid-client found wrong with an answer. */
function ofAnswer(error: client.ClientError): ProviderError {
  const wrong = (code: SignInCause, message: string, says = {}) =>
    new ProviderError(code, message, { cause: error, says });
  const messages = messagesOf(error);
  switch (error.code) {
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return ofStatus(error);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
    case 'OAUTH_INVALID_RESPONSE': {
      if (
        messages.includes('response parameter "iss"') ||
        messages.includes('"iss" (issuer) resp')
      ) {
        return wrong('answer_issuer', 'its answer names another issuer, or none');
      }
      if (messages.includes('UserInfo') || messages.includes('"sub" property')) {
        return wrong('userinfo_invalid', 'its userinfo endpoint speaks of another person');
      }
      if (messages.includes('"id_token" property')) {
        return wrong('id_token_missing', 'it sent no id token');
      }
      const claim = /(?:JWT|ID Token) "(\w+)"/.exec(messages)?.[1] ?? '';
      if (claim === 'alg') return wrong('id_token_algorithm', `its id token: ${messages}`);
      const known = CLAIM_CAUSES[claim];
      if (known !== undefined) return wrong(known, `its id token: ${messages}`);
      const isToken = messages.includes('JWT') || messages.includes('ID Token');
      return wrong(isToken ? 'id_token_claims' : 'answer_invalid', messages);
    }
    case 'OAUTH_UNSUPPORTED_OPERATION':
      if (messages.includes('JWE')) return wrong('id_token_encrypted', 'its id token is encrypted');
      if (messages.includes('JWS')) return wrong('id_token_algorithm', messages);
      return wrong('answer_invalid', messages);
    case 'OAUTH_PARSE_ERROR':
      return messages.includes('JWT')
        ? wrong('id_token_claims', messages)
        : wrong('provider_unreachable', 'its answer is no JSON');
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return wrong('discovery_invalid', messages);
    // An error of the fetch, passed on.
    case undefined:
    case 'OAUTH_TIMEOUT':
      return wrong('provider_unreachable', 'it did not answer as it should');
    default:
      return wrong('answer_invalid', messages);
  }
}

/** An answer that is no answer of OAuth: what it means, its status tells. */
function ofStatus(error: client.ClientError): ProviderError {
  // A Response, of undici.
  const { status = 0 } = error.cause as { status?: number };
  const message = `it answered ${status}, and no JSON of OAuth`;
  const wrong = (code: SignInCause) => new ProviderError(code, message, { cause: error });
  if (status === 401) return wrong('client_secret_refused');
  if (status >= 500) return wrong('provider_trouble');
  return wrong(status >= 400 ? 'request_refused' : 'provider_unreachable');
}

/** What openid-client says, and oauth4webapi below it: the one says the same of all claims, the other which it is. */
function messagesOf({ message, cause }: Error): string {
  // A SyntaxError quotes the text.
  return cause instanceof Error && !(cause instanceof SyntaxError)
    ? `${message}: ${cause.message}`
    : message;
}
